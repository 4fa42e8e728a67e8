import { cppDetector } from "./cpp/cpp-detector.ts";
import { crystalDetector } from "./crystal/crystal-detector.ts";
import { dartDetector } from "./dart/dart-detector.ts";
import { denoDetector } from "./deno/deno-detector.ts";
import type { Detector } from "./detector.ts";
import { dotnetDetector } from "./dotnet/dotnet-detector.ts";
import { elixirDetector } from "./elixir/elixir-detector.ts";
import { erlangDetector } from "./erlang/erlang-detector.ts";
import { gleamDetector } from "./gleam/gleam-detector.ts";
import { goDetector } from "./go/go-detector.ts";
import { haskellDetector } from "./haskell/haskell-detector.ts";
import { clojureDetector } from "./jvm/clojure-detector.ts";
import { javaDetector } from "./jvm/java-detector.ts";
import { scalaDetector } from "./jvm/scala-detector.ts";
import { nodeDetector } from "./node/node-detector.ts";
import { phpDetector } from "./php/php-detector.ts";
import { pythonDetector } from "./python/python-detector.ts";
import { rubyDetector } from "./ruby/ruby-detector.ts";
import { rustDetector } from "./rust/rust-detector.ts";
import { staticDetector } from "./static/static-detector.ts";
import { swiftDetector } from "./swift/swift-detector.ts";
import { terraformDetector } from "./terraform/terraform-detector.ts";
import { zigDetector } from "./zig/zig-detector.ts";

/** Every ecosystem; of several in one folder the first is the main one, so backends stand before what builds their assets. */
export const DETECTORS: readonly Detector[] = [
  phpDetector,
  goDetector,
  javaDetector,
  scalaDetector,
  clojureDetector,
  rustDetector,
  rubyDetector,
  elixirDetector,
  erlangDetector,
  gleamDetector,
  pythonDetector,
  dotnetDetector,
  dartDetector,
  swiftDetector,
  haskellDetector,
  crystalDetector,
  zigDetector,
  denoDetector,
  nodeDetector,
  cppDetector,
  terraformDetector,
  staticDetector,
];
