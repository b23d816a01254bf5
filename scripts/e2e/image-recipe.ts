/** How an image is made from Debian's packages. */
export interface ImageRecipe {
  readonly name: string;
  /** Packages on top of Debian's smallest installation, with what they depend on. */
  readonly packages: readonly string[];
  /** Folder whose content becomes the second layer; none by default. */
  readonly files?: string;
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  /** Name or number of the user; root by default. */
  readonly user?: string;
  readonly workingDirectory?: string;
  readonly stopSignal: string;
  /** The TCP port on which it listens. */
  readonly port: number;
}
