// Makes the site of the project's own documentation, with the reference of the built-in snapshot beside it: `npm run docs`.
import { join } from "node:path";
import { Diagnostics } from "../../generator/diagnostics.js";
import { writeSite } from "../../generator/docs/write-site.js";
import { packageFolder } from "../../generator/package-folder.js";
import { projectSite } from "./project-site.js";

const out = join(packageFolder, "site");
const site = await projectSite(packageFolder);
const diagnostics = new Diagnostics();
writeSite(out, site, { kind: "builtin" }, [], diagnostics);
process.stdout.write(
  `wrote ${String(site.pages)} pages: begin with site/index.html\n`,
);
