/** What an archive of the corpus holds. Where a path leads is `=> PATH`, or why it leads nowhere and how far it came. */
export interface ExpectedImage {
  readonly layers: number;
  /** Every path but the root, with what is special about it: the number of its layer, or where it leads. */
  readonly paths: { readonly [path: string]: string };
}

/** A web page in a single layer, or in an archive that is itself a root file system. */
const readme: ExpectedImage = { layers: 1, paths: { "/README.md": "layer 0" } };

/**
 * Each image archive of the corpus, by its path there. Its files were listed with `skopeo copy` and `umoci unpack`; where
 * links lead was worked out by hand after path_resolution(7), with the image as the root.
 */
export const corpusImages: { readonly [path: string]: ExpectedImage } = {
  "images/dive-test-gzip-image.tar": readme,
  "images/dive-test-zstd-image.tar": readme,
  "images/dive-test-estargz-image.tar": readme,
  "images/dive-test-uncompressed-image.tar": readme,
  "images/dive-oci-uncompressed.tar": readme,
  "images/dive-test-oci-gzip-image.tar": readme,
  "images/dive-test-oci-zstd-image.tar": readme,
  "images/dive-test-oci-estargz-image.tar": readme,
  "images/scalibr-basic.tar": {
    layers: 2,
    paths: { "/sample.txt": "layer 0", "/larger-sample.txt": "layer 1" },
  },
  "images/scalibr-multiple-files.tar": {
    layers: 2,
    paths: {
      "/foo.txt": "layer 0",
      "/dir1": "layer 1",
      "/dir1/bar.txt": "layer 1",
      "/dir1/baz.txt": "layer 1",
    },
  },
  "images/scalibr-overwrite-file.tar": { layers: 2, paths: { "/sample.txt": "layer 1" } },
  // The links climb out of the root, above which there is nothing but the root.
  "images/scalibr-symlink-attack.tar": {
    layers: 1,
    paths: {
      "/dir1": "layer 0",
      "/dir1/attack-symlink-absolute.txt": "absent /secret.txt",
      "/dir1/attack-symlink.txt": "absent /secret.txt",
    },
  },
  "images/scalibr-symlink-basic.tar": {
    layers: 1,
    paths: {
      "/dir1": "layer 0",
      "/dir1/absolute-symlink.txt": "=> /dir1/sample.txt",
      "/dir1/chain-symlink.txt": "=> /dir1/sample.txt",
      "/dir1/relative-dot-symlink.txt": "=> /dir1/sample.txt",
      "/dir1/relative-symlink.txt": "=> /dir1/sample.txt",
      "/dir1/sample.txt": "layer 0",
    },
  },
  "images/scalibr-symlink-cycle.tar": {
    layers: 1,
    paths: {
      "/dir1": "layer 0",
      "/dir1/absolute-symlink.txt": "loop",
      "/dir1/chain-symlink.txt": "loop",
      "/dir1/sample.txt": "loop",
    },
  },
  "images/scalibr-symlink-dangling.tar": {
    layers: 2,
    paths: {
      "/dir1": "layer 0",
      "/dir1/absolute-symlink.txt": "absent /dir1/sample.txt",
      "/dir1/chain-symlink.txt": "absent /dir1/sample.txt",
      "/dir1/relative-dot-symlink.txt": "absent /dir1/sample.txt",
      "/dir1/relative-symlink.txt": "absent /dir1/sample.txt",
      "/dir2": "layer 1",
      "/dir2/dir3": "layer 1",
      "/dir2/dir3/absolute-chain-symlink.txt": "absent /dir1/sample.txt",
      "/dir2/dir3/absolute-subfolder-symlink.txt": "absent /dir1/sample.txt",
      "/dir2/dir3/relative-subfolder-symlink.txt": "absent /dir1/sample.txt",
    },
  },
  // Seven links, where the kernel follows forty.
  "images/scalibr-symlink-depth-exceeded.tar": {
    layers: 1,
    paths: {
      "/dir1": "layer 0",
      "/dir1/sample.txt": "layer 0",
      "/dir1/symlink1.txt": "=> /dir1/sample.txt",
      "/dir1/symlink2.txt": "=> /dir1/sample.txt",
      "/dir1/symlink3.txt": "=> /dir1/sample.txt",
      "/dir1/symlink4.txt": "=> /dir1/sample.txt",
      "/dir1/symlink5.txt": "=> /dir1/sample.txt",
      "/dir1/symlink6.txt": "=> /dir1/sample.txt",
      "/dir1/symlink7.txt": "=> /dir1/sample.txt",
    },
  },
};
