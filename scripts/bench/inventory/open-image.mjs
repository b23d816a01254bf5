// Opens the image that is named and closes it: what the image layer alone costs, with or without the digest of each file.
import { openImage } from "@coppice/image/node";

const [path, option] = process.argv.slice(2);
const image = await openImage(path, { digests: option !== "--no-digests" });
await image.close();
