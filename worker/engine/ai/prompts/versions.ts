import type { AiTask } from "../task.ts";

/**
 * The digests of each task's prompt, oldest first: a prompt's version is their number. A change of instructions, topics,
 * schema, frame or limit gives another digest, which is added here and never put in the place of an older one: answers to
 * the older prompt are stored under its version.
 */
export const PROMPT_DIGESTS: Readonly<Record<AiTask, readonly string[]>> = {
  analysis: ["b00a8429e3f2ee1c17fa1a33485ed7c6091cd6b80ec7a9bb35218447900c174e"],
  security: ["7048e5547618c4a8d562e39fbe4d5e7b7ab18063c60a19d1b7a8a88fb530fc36"],
  performance: ["f31786d8dabae382f7cd90febb0ca244e3cda60ebbdad7ec715a305de35e68bc"],
  ci_cd: ["cfbbe74988063d5654344e4792558fa0c004f5393ba2e5960f2d6d65d0ca5838"],
  ci_generation: ["f5512293f4bfa27fafb4474f9d17bf259882d89d00e9f228ee934abea77f1b8a"],
  remediation: ["4bfcc0e4a3e2b795fda582d9dbcb99e009e7603d0f396302540d64e609631ffc"],
  code_review: ["bc2e485a8bcf95836ec162a6d1a30d7027a586fe0e0aef7f14c699c2855cd005"],
  dependencies: ["05eae1c0a258914a4936a2dd2502a9419e23a91c900b5de9632227f143bbf9db"],
};
