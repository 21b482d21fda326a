// Puts the contract into the package while it is packed, and takes it out again (--remove): a checkout reads proto/ of the tree.
import {cpSync, rmSync} from 'node:fs';
import {fileURLToPath} from 'node:url';

const [from, to, all] = ['../../proto/haze/agent', './proto/haze/agent', './proto'].map((path) => fileURLToPath(new URL(path, import.meta.url)));
if (process.argv.includes('--remove')) rmSync(all, {recursive: true, force: true});
else cpSync(from, to, {recursive: true});
