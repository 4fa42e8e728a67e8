/**
 * Every sentence of the product, gathered here so that one place tells where to find them. Those of the other files in
 * `text/` are imported from there: the first page does not need them.
 */

export { analysisText, eventText, stepText } from "./text/analysis.ts";
export {
  appText,
  errorPageText,
  offlineText,
  organizationText,
  settingsText,
  shortcutText,
  stepUpText,
  themeText,
  welcomeText,
} from "./text/app.ts";
export { categoryText, findingText, planText, receiptText } from "./text/findings.ts";
export { checklistText, fleetText } from "./text/fleet.ts";
export { generatorText } from "./text/generator.ts";
export { onboardingText } from "./text/onboarding.ts";
export { repositoryText } from "./text/repository.ts";
export { ruleText } from "./text/rules.ts";
export { templateText } from "./text/templates.ts";
export {
  badgeText,
  codeText,
  copyText,
  dialogText,
  diffText,
  liveText,
  loadingText,
  problemText,
  scoreText,
  toastText,
} from "./text/ui.ts";
