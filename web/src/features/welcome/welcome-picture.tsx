import { welcomeText } from "../../strings.ts";
import { Diff } from "../../ui/diff-table.tsx";
import { IconCheck, IconMedium, IconProved } from "../../ui/icons.ts";
import { ScoreRing } from "../../ui/score.tsx";

const SAMPLE = `--- a/.github/workflows/ci.yml
+++ b/.github/workflows/ci.yml
@@ -12,5 +12,7 @@
   test:
     runs-on: ubuntu-24.04
+    timeout-minutes: 15
     steps:
-      - uses: actions/checkout@v5
+      - uses: actions/checkout@93cb6ef # v5.0.1
+        with: { persist-credentials: false }
`;

/** A real piece of the product with sample content; to a screen reader it is one picture. */
export function WelcomePicture() {
  return (
    <div class="picture" role="img" aria-label={welcomeText.pictureLabel}>
      <div class="picture-card" inert>
        <div class="picture-head">
          <span class="severity severity-medium">
            <IconMedium />
          </span>
          <span class="strong">Action is not pinned to a commit</span>
          <span class="badge badge-ok">
            <IconProved class="icon-small" />
            Proved fix
          </span>
        </div>
        <Diff diff={SAMPLE} />
        <ul class="picture-checks tiny">
          <li>
            <IconCheck class="icon-small" /> Parses
          </li>
          <li>
            <IconCheck class="icon-small" /> Finding is gone
          </li>
          <li>
            <IconCheck class="icon-small" /> Nothing else changed
          </li>
        </ul>
      </div>
      <div class="picture-score" inert>
        <ScoreRing score={94} label="acme/web" />
        <span>
          <span class="block strong small">acme/web</span>
          <span class="block quiet tiny">71 → 94 after one pull request</span>
        </span>
      </div>
    </div>
  );
}
