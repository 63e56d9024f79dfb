// Runs test/*.test.ts with Node's own test runner (Node 20 reads no TypeScript, so esbuild bundles them first).
import { build } from "esbuild";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folder = mkdtempSync(join(tmpdir(), "widget-tests-"));
try {
  const tests = readdirSync("test").filter((name) => name.endsWith(".test.ts"));
  await build({
    entryPoints: tests.map((name) => join("test", name)),
    bundle: true,
    platform: "node",
    format: "esm",
    sourcemap: "inline",
    outdir: folder,
    outExtension: { ".js": ".mjs" },
  });
  const files = tests.map((name) => join(folder, name.replace(/\.ts$/, ".mjs")));
  process.exitCode = spawnSync(process.execPath, ["--enable-source-maps", "--test", ...files], { stdio: "inherit", timeout: 120_000 }).status ?? 1;
} finally {
  rmSync(folder, { recursive: true });
}
