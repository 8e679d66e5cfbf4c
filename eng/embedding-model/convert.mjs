// Writes data/models/use-lite-en: the model's matrices in half precision, its vectors in single precision, the
// vocabulary and the licence exactly as the package has them.
//
// The binary, little endian: "HRUSEL01", the number of tensors (int32), then for each tensor the length of its name
// (byte), the name (ASCII), the element type (byte: 1 = float32, 2 = float16), the rank (byte), the dimensions (int32
// each), the elements in row-major order.
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const packageDirectory = join(here, "node_modules", "@energetic-ai", "model-embeddings-en");
const source = join(packageDirectory, "dist");
const target = join(here, "..", "..", "data", "models", "use-lite-en");

const layer = (n, input, inner) => {
  const weights = `module_apply_default/Encoder_en/KonaTransformer/Encode/Layer_${n}/TransformerLayer`;
  const raw = `module/Encoder_en/KonaTransformer/Encode/Layer_${n}/TransformerLayer/MultiheadAttention`;
  const stack = `module_apply_default/Encoder_en/KonaTransformer/Encode/TransformerStack/Layer_${n}/TransformerLayer`;
  const vector = (path) => `${weights}/${path}/ConcatPartitions/concat`;
  return [
    [`layer${n}.attention.norm.scale`, vector("layer_prepostprocess/layer_norm/layer_norm_scale"), [input]],
    [`layer${n}.attention.norm.bias`, vector("layer_prepostprocess/layer_norm/layer_norm_bias"), [input]],
    [`layer${n}.attention.qkv.weights`, `${raw}/qkv_transform_single/kernel/part_0`, [input, 3 * input]],
    [`layer${n}.attention.qkv.bias`, vector("MultiheadAttention/qkv_transform_single/bias"), [3 * input]],
    [`layer${n}.attention.output.weights`, `${raw}/output_transform_single/kernel/part_0`, [input, 512]],
    [`layer${n}.attention.output.bias`, vector("MultiheadAttention/output_transform_single/bias"), [512]],
    [`layer${n}.feedforward.norm.scale`, vector("FFN/layer_prepostprocess/layer_norm/layer_norm_scale"), [512]],
    [`layer${n}.feedforward.norm.bias`, vector("FFN/layer_prepostprocess/layer_norm/layer_norm_bias"), [512]],
    [`layer${n}.feedforward.expand.weights`, `${stack}/FFN/conv1/Tensordot/Reshape_1`, [512, inner]],
    [`layer${n}.feedforward.expand.bias`, vector("FFN/conv1/bias"), [inner]],
    [`layer${n}.feedforward.contract.weights`, `${stack}/FFN/conv2/Tensordot/Reshape_1`, [inner, 512]],
    [`layer${n}.feedforward.contract.bias`, vector("FFN/conv2/bias"), [512]],
  ];
};

const tensors = [
  ["embedding", "module/Embeddings_en", [8002, 256]],
  [
    "timescales",
    "module_apply_default/Encoder_en/KonaTransformer/Encode/TransformerStack/Layer_0/AddTimingSignal/TimingSignal/ExpandDims_1",
    [128],
  ],
  ...layer(0, 256, 1536),
  [
    "layer0.residual.weights",
    "module_apply_default/Encoder_en/KonaTransformer/Encode/Layer_0/TransformerLayer/dense/kernel/ConcatPartitions/concat",
    [256, 512],
  ],
  [
    "layer0.residual.bias",
    "module_apply_default/Encoder_en/KonaTransformer/Encode/Layer_0/TransformerLayer/dense/bias/ConcatPartitions/concat",
    [512],
  ],
  ...layer(1, 512, 1536),
  ["pool.weights", "module/Encoder_en/hidden_layers/tanh_layer_0/weights", [512, 512]],
  ["pool.bias", "module/Encoder_en/hidden_layers/tanh_layer_0/bias", [512]],
];

function readWeights() {
  const manifest = JSON.parse(readFileSync(join(source, "model.json"), "utf8")).weightsManifest;
  const found = new Map();
  for (const group of manifest) {
    const bytes = Buffer.concat(group.paths.map((path) => readFileSync(join(source, path))));
    let offset = 0;
    for (const { name, shape, dtype } of group.weights) {
      const count = shape.reduce((a, b) => a * b, 1);
      if (dtype === "float32") {
        const values = new Float32Array(count);
        for (let i = 0; i < count; i++) {
          values[i] = bytes.readFloatLE(offset + 4 * i);
        }
        found.set(name, values);
      } else if (dtype !== "int32") {
        throw new Error(`${name} has the unexpected type ${dtype}.`);
      }
      offset += 4 * count;
    }
    if (offset !== bytes.length) {
      throw new Error(`The manifest describes ${offset} bytes, the shards have ${bytes.length}.`);
    }
  }
  return found;
}

// Rounds to the nearest half, ties to even; every step is exact in double precision.
function toHalfBits(value) {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const magnitude = Math.abs(value);
  if (!(magnitude < 65504)) {
    throw new Error(`${value} does not fit into half precision.`);
  }
  const exponent = magnitude < 2 ** -14 ? -14 : Math.floor(Math.log2(magnitude));
  const scaled = magnitude / 2 ** (exponent - 10);
  let units = Math.floor(scaled);
  const rest = scaled - units;
  if (rest > 0.5 || (rest === 0.5 && units % 2 === 1)) {
    units++;
  }
  // A subnormal number has biased exponent 0 and units below 1024; adding lets a carry move into the exponent.
  return sign | (units + (exponent + 14) * 1024);
}

const weights = readWeights();
const parts = [];
const header = Buffer.alloc(12);
header.write("HRUSEL01", "ascii");
header.writeInt32LE(tensors.length, 8);
parts.push(header);
for (const [name, origin, shape] of tensors) {
  const values = weights.get(origin);
  const count = shape.reduce((a, b) => a * b, 1);
  if (values?.length !== count) {
    throw new Error(`${origin} is missing or does not have ${count} elements.`);
  }
  const half = shape.length > 1;
  const head = Buffer.alloc(3 + name.length + 4 * shape.length);
  head.writeUInt8(name.length, 0);
  head.write(name, 1, "ascii");
  head.writeUInt8(half ? 2 : 1, 1 + name.length);
  head.writeUInt8(shape.length, 2 + name.length);
  shape.forEach((size, i) => head.writeInt32LE(size, 3 + name.length + 4 * i));
  const body = Buffer.alloc(count * (half ? 2 : 4));
  for (let i = 0; i < count; i++) {
    if (half) {
      body.writeUInt16LE(toHalfBits(values[i]), 2 * i);
    } else {
      body.writeFloatLE(values[i], 4 * i);
    }
  }
  parts.push(head, body);
}

mkdirSync(target, { recursive: true });
const binary = Buffer.concat(parts);
writeFileSync(join(target, "weights.bin"), binary);
copyFileSync(join(source, "vocab.json"), join(target, "vocab.json"));
copyFileSync(join(packageDirectory, "LICENSE"), join(target, "LICENSE"));
const hash = createHash("sha256").update(binary).digest("hex");
console.log(`weights.bin: ${binary.length} bytes, sha256 ${hash}`);
