/**
 * Builds everything the browser loads into static/dist, with a hash of the content in every name.
 *
 *   npm run build            once, minified
 *   npm run watch            again after every change under static/
 *
 * In:  static/scss/app.scss            the one style sheet
 *      static/js/<domain>/<view>.js    one script per page; files that begin with "_" are parts, not pages
 *      static/js/core, static/js/media libraries that pages import
 *      static/icons.json               the icons we use: our name -> the name in bootstrap-icons
 *      static/img                      our own drawings, copied
 * Out: static/dist/** and static/dist/manifest.json, which server/core/assets.py reads.
 */
import { createHash } from "node:crypto";
import { existsSync, promises as fs, watch } from "node:fs";
import path from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import zlib from "node:zlib";

import * as esbuild from "esbuild";
import * as sass from "sass";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const source = path.join(root, "static");
const target = path.join(source, "dist");

/** Phones of 2016 and later; esbuild cannot go below ES2015. */
const JS_TARGET = ["es2015"];
const CSS_TARGET = ["chrome61", "safari11", "firefox60"];

/** Below this many bytes a compressed copy saves no packet. */
const WORTH_COMPRESSING = 1000;

/** Folders that hold libraries only: nothing in them becomes a page's script. */
const LIBRARIES = new Set(["core", "media", "dist"]);

/**
 * Two bundles are shared by all pages, so that a page has one socket and one htmx however many scripts it loads.
 * A page that imports one of these modules gets the running one from `window.Lianpin`.
 */
const SHARED = {
  "js/core/base": ["page", "forms", "ring", "time"],
  "js/core/socket": ["socket"],
};

async function build() {
  const started = Date.now();
  const out = `${target}.${process.pid}`;
  await fs.rm(out, { recursive: true, force: true });
  await fs.mkdir(out, { recursive: true });

  const manifest = { files: {}, needs: {}, icons: [] };
  try {
    await copyImages(out, manifest);
    await buildIcons(out, manifest);
    await buildStyles(out, manifest);
    await buildScripts(out, manifest);
    await compress(out);
    await fs.writeFile(path.join(out, "manifest.json"), JSON.stringify(manifest, null, 1));
    await swap(out);
  } finally {
    await fs.rm(out, { recursive: true, force: true });
  }
  const count = Object.keys(manifest.files).length;
  console.log(`Built ${count} files into static/dist in ${Date.now() - started} ms.`);
}

/** A smaller copy beside each file, made once with the best ratio: the server picks it by Accept-Encoding. */
async function compress(out) {
  const best = { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: zlib.constants.BROTLI_MAX_QUALITY } };
  for (const name of await filesUnder(out)) {
    if (!/\.(css|js|svg)$/.test(name)) continue;
    const file = path.join(out, name);
    const content = await fs.readFile(file);
    if (content.length < WORTH_COMPRESSING) continue;
    await fs.writeFile(`${file}.gz`, await promisify(zlib.gzip)(content, { level: 9 }));
    await fs.writeFile(`${file}.br`, await promisify(zlib.brotliCompress)(content, best));
  }
}

/** Puts the finished folder in place of the old one, so that nobody reads a half-written build. */
async function swap(out) {
  const old = `${out}.old`;
  if (existsSync(target)) await fs.rename(target, old);
  await fs.rename(out, target);
  await fs.rm(old, { recursive: true, force: true });
}

async function write(out, manifest, key, content, extension) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 10);
  const bare = key.endsWith(extension) ? key.slice(0, -extension.length) : key;
  const name = `${bare}-${hash}${extension}`;
  await fs.mkdir(path.dirname(path.join(out, name)), { recursive: true });
  await fs.writeFile(path.join(out, name), content);
  manifest.files[key] = name;
  return name;
}

async function copyImages(out, manifest) {
  for (const file of await filesUnder(path.join(source, "img"))) {
    const key = `img/${file.split(path.sep).join("/")}`;
    await write(out, manifest, key, await fs.readFile(path.join(source, key)), path.extname(file));
  }
}

/** One sprite with only the icons of static/icons.json: a page shows them by `<use href="…#camera">`. */
async function buildIcons(out, manifest) {
  const wanted = JSON.parse(await fs.readFile(path.join(source, "icons.json"), "utf8"));
  const symbols = [];
  for (const [name, original] of Object.entries(wanted)) {
    const file = path.join(root, "node_modules/bootstrap-icons/icons", `${original}.svg`);
    const svg = await fs.readFile(file, "utf8").catch(() => {
      throw new Error(`static/icons.json: "${name}" names the icon "${original}", which bootstrap-icons lacks.`);
    });
    const [, attributes, body] = svg.match(/<svg([^>]*)>([\s\S]*)<\/svg>/);
    const box = attributes.match(/viewBox="([^"]*)"/)[1];
    symbols.push(`<symbol id="${name}" viewBox="${box}">${body.replace(/\s*\n\s*/g, "")}</symbol>`);
  }
  manifest.icons = Object.keys(wanted).sort();
  const sprite = `<svg xmlns="http://www.w3.org/2000/svg" fill="currentColor">${symbols.join("")}</svg>\n`;
  await write(out, manifest, "img/icons.svg", sprite, ".svg");
}

/** In SCSS `url("img:chevron.svg")` stands for a drawing of static/img under its hashed name. */
async function buildStyles(out, manifest) {
  const { css } = sass.compile(path.join(source, "scss/app.scss"), {
    loadPaths: [path.join(root, "node_modules")],
    quietDeps: true,
    silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function"],
  });
  const linked = css.replace(/url\(["']?img:([^"')]+)["']?\)/g, (_all, name) => {
    const file = manifest.files[`img/${name}`];
    if (!file) throw new Error(`The style sheet names img:${name}, which static/img lacks.`);
    return `url("../${file}")`;
  });
  const { code } = await esbuild.transform(linked, { loader: "css", minify: true, target: CSS_TARGET });
  await write(out, manifest, "css/app", code, ".css");
}

async function buildScripts(out, manifest) {
  const pages = (await filesUnder(path.join(source, "js")))
    .map((file) => file.split(path.sep))
    .filter((parts) => parts.length > 1 && !LIBRARIES.has(parts[0]))
    .filter((parts) => parts[parts.length - 1].endsWith(".js") && !parts[parts.length - 1].startsWith("_"))
    .map((parts) => `js/${parts.join("/").replace(/\.js$/, "")}`);

  for (const key of Object.keys(SHARED)) await bundle(out, manifest, key, []);
  await Promise.all(pages.map((key) => bundle(out, manifest, key, [shareRunningModules])));
}

async function bundle(out, manifest, key, plugins) {
  const result = await esbuild.build({
    absWorkingDir: root,
    entryPoints: { [key]: path.join(source, `${key}.js`) },
    entryNames: "[dir]/[name]-[hash]",
    outdir: out,
    bundle: true,
    format: "iife",
    // Gives the socket's functions to every page script; base.js puts its own modules there by itself.
    globalName: key === "js/core/socket" ? "Lianpin.socket" : undefined,
    target: JS_TARGET,
    minify: true,
    sourcemap: true,
    sourcesContent: true,
    legalComments: "none",
    logLevel: "warning",
    metafile: true,
    define: { "process.env.NODE_ENV": '"production"' },
    plugins,
  });
  for (const [file, made] of Object.entries(result.metafile.outputs)) {
    if (made.entryPoint) manifest.files[key] = path.relative(out, path.resolve(root, file));
  }
  const modules = Object.keys(result.metafile.inputs)
    .filter((name) => name.startsWith("lianpin:"))
    .map((name) => name.slice("lianpin:".length));
  const needs = Object.keys(SHARED).filter(
    (bundled) => bundled !== key && SHARED[bundled].some((module) => modules.includes(module)),
  );
  if (needs.length > 0) manifest.needs[key] = needs;
}

/** Turns a page's import of a core module into the copy that the shared bundle already runs. */
const shareRunningModules = {
  name: "share-running-modules",
  setup(builder) {
    const core = path.join(source, "js/core") + path.sep;
    builder.onResolve({ filter: /\.js$/ }, (args) => {
      const file = path.resolve(args.resolveDir, args.path);
      const name = file.startsWith(core) ? path.basename(file, ".js") : "";
      const shared = Object.values(SHARED).some((modules) => modules.includes(name));
      return shared ? { path: name, namespace: "lianpin" } : undefined;
    });
    builder.onLoad({ filter: /.*/, namespace: "lianpin" }, (args) => ({
      contents: `module.exports = window.Lianpin.${args.path};`,
      loader: "js",
    }));
  },
};

async function filesUnder(folder, inside = "") {
  if (!existsSync(folder)) return [];
  const found = [];
  for (const entry of await fs.readdir(path.join(folder, inside), { withFileTypes: true })) {
    const name = path.join(inside, entry.name);
    if (entry.isDirectory()) found.push(...(await filesUnder(folder, name)));
    else if (!entry.name.startsWith(".")) found.push(name);
  }
  return found.sort();
}

function keepBuilding() {
  let timer = null;
  watch(source, { recursive: true }, (_event, name) => {
    if (!name || name.startsWith("dist")) return;
    clearTimeout(timer);
    timer = setTimeout(() => build().catch((error) => console.error(error.message)), 100);
  });
  console.log("Watching static/. Stop with Ctrl-C.");
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await build().catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
  if (process.argv.includes("--watch")) keepBuilding();
}
