// Opens the image that is named and closes it: what the image layer alone costs.
import { openImage } from "@coppice/image/node";

const image = await openImage(process.argv[2]);
await image.close();
