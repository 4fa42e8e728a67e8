import { cppDetector } from "./cpp/cpp-detector.ts";
import { dartDetector } from "./dart/dart-detector.ts";
import { denoDetector } from "./deno/deno-detector.ts";
import type { Detector } from "./detector.ts";
import { dotnetDetector } from "./dotnet/dotnet-detector.ts";
import { goDetector } from "./go/go-detector.ts";
import { clojureDetector } from "./jvm/clojure-detector.ts";
import { javaDetector } from "./jvm/java-detector.ts";
import { scalaDetector } from "./jvm/scala-detector.ts";
import { nodeDetector } from "./node/node-detector.ts";
import { rustDetector } from "./rust/rust-detector.ts";
import { swiftDetector } from "./swift/swift-detector.ts";

/** Every ecosystem; of several in one folder the first is the main one, so backends stand before what builds their assets. */
export const DETECTORS: readonly Detector[] = [
  goDetector,
  javaDetector,
  scalaDetector,
  clojureDetector,
  rustDetector,
  dotnetDetector,
  dartDetector,
  swiftDetector,
  denoDetector,
  nodeDetector,
  cppDetector,
];
