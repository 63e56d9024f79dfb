// Builds src/ to the one file that the channel serves; fails where it is larger than the budget.
//   node build.mjs [FILE]    FILE: where to write (default: the file kept in the repository)
import { build, transform } from "esbuild";
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";

/** Largest size in bytes, gzip -9, of all that a page loads. */
const BUDGET = 30 * 1024;
const here = fileURLToPath(new URL(".", import.meta.url));
const target = process.argv[2] ?? fileURLToPath(new URL("../groundwork/channels/web/static/widget.js", import.meta.url));

/** Imports a .css file as a minified string. */
const styles = {
  name: "styles",
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, "utf8"), { loader: "css", minify: true, target: "chrome105" });
      return { contents: code.trim(), loader: "text" };
    });
  },
};

const { outputFiles } = await build({
  absWorkingDir: here,
  entryPoints: ["src/index.ts"],
  bundle: true,
  write: false,
  format: "iife",
  target: "es2020",
  minify: true,
  charset: "utf8",
  legalComments: "none",
  banner: { js: "/*! MIT. Contains socket.io-client, MIT, (c) Guillermo Rauch and Socket.IO contributors */" },
  plugins: [styles],
});
const file = outputFiles[0].contents;
const size = gzipSync(file, { level: 9 }).length;
if (size > BUDGET) {
  console.error(`The widget is ${size} bytes (gzip -9); at most ${BUDGET} are allowed. Nothing was written.`);
  process.exit(1);
}
await writeFile(target, file);
console.log(`${file.length} bytes, gzip -9 ${size} of at most ${BUDGET}; integrity sha384-${createHash("sha384").update(file).digest("base64")}`);
