// Takes the inventory of the image that is named, and keeps it: what it costs without writing it.
import { openImage } from "@coppice/image/node";
import { inventory } from "@coppice/inventory";

const image = await openImage(process.argv[2]);
const { files } = await inventory(image.tree, { subject: image.subject });
process.stdout.write(`${files.length} paths\n`);
await image.close();
