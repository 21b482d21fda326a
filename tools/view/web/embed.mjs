// Writes the bundle as a C++ source: node embed.mjs DIST OUT.cc. Without a bundle in DIST the strings are empty, and the program says so.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [dist, out] = process.argv.slice(2);
const kDelimiter = 'haze_web';
const kPiece = 8000; // compilers promise 65,535 characters a literal

function literal(path) {
  if (!existsSync(path)) throw new Error(`${path} is missing`);
  const text = readFileSync(path, 'utf8').trim();
  if (/<\/(script|style)|<!--/i.test(text)) throw new Error(`${path} holds a tag that would end its element`);
  if (text.includes(`)${kDelimiter}"`)) throw new Error(`${path} holds the delimiter of the literal`);
  const bytes = Buffer.from(text, 'utf8');
  const pieces = [];
  for (let at = 0; at < bytes.length; ) {
    let end = Math.min(at + kPiece, bytes.length);
    while (end < bytes.length && (bytes[end] & 0xc0) === 0x80) --end; // whole characters
    pieces.push(`R"${kDelimiter}(${bytes.subarray(at, end).toString('utf8')})${kDelimiter}"`);
    at = end;
  }
  return pieces.join('\n');
}

writeFileSync(
  out,
  `// The page's script and style sheet. Made by tools/view/web/embed.mjs; do not edit.
#include "tools/view/bundle.h"

namespace haze::tools {

std::string_view BundleScript() {
  return ${literal(join(dist, 'bundle.js'))};
}

std::string_view BundleStyle() {
  return ${literal(join(dist, 'bundle.css'))};
}

}  // namespace haze::tools
`,
);
