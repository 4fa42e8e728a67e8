/**
 * What issuers and public scanners say a credential of each kind looks like, written down without a look at how the
 * product tells it: `rule|name beside it|template`. `{l32}`: 32 of a class; a second number: at most. Classes: a letters
 * and digits, l small letters and digits, u capitals and digits, h small hexadecimal, H capital hexadecimal, d digits,
 * z letters, w letters, digits, `_`, `-`, b base64, q base32, s small letters, digits, `=`, `_`, `-`, c bech32, g a to h
 * and digits. Without a name, the credential must be told by itself.
 * Source, read on 2026-11-21: gitleaks/gitleaks, config/gitleaks.toml at 009e025ad4106ab333aa0b9dc4f2a884390d134c
 */
const UUID = "{h8}-{h4}-{h4}-{h4}-{h12}";

export const PUBLISHED: readonly string[] = `
1password-secret-key||A3-{u6}-{u11}-{u5}-{u5}-{u5}
1password-secret-key||A3-{u6}-{u6}-{u5}-{u5}-{u5}-{u5}
1password-service-account-token||ops_eyJ{b250}
adafruit-api-key|adafruit_key|{l32}
adobe-client-id|adobe_client|{h32}
adobe-client-secret||p8e-{a32}
age-secret-key||AGE-SECRET-KEY-1{c58}
airtable-api-key|airtable_api_key|{l17}
algolia-api-key|algolia_api_key|{l32}
alibaba-access-key-id||LTAI{a20}
alibaba-secret-key|alibaba_secret|{l30}
anthropic-admin-api-key||sk-ant-admin01-{w93}AA
anthropic-api-key||sk-ant-api03-{w93}AA
artifactory-api-key||AKCp{a69}
artifactory-reference-token||cmVmd{a59}
asana-client-id|asana_client_id|{d16}
asana-client-secret|asana_client_secret|{l32}
atlassian-api-token|jira_token|{l20}{h4}
atlassian-api-token||ATATT3{w186}
authress-service-client-access-key||authress_{l12}.{l5}.acc_{l16}.{a60}
aws-access-token||AKIA{q16}
aws-access-token||ASIA{q16}
azure-ad-client-secret||{a3}8Q~{a31}
beamer-api-token|beamer_key|b_{s44}
bitbucket-client-id|bitbucket_client_id|{l32}
bitbucket-client-secret|bitbucket_client_secret|{s64}
bittrex-access-key|bittrex_access_key|{l32}
bittrex-secret-key|bittrex_secret_key|{l32}
cisco-meraki-api-key|meraki_api_key|{h40}
clickhouse-cloud-api-secret-key||4b1d{a38}
clojars-api-token||CLOJARS_{l60}
cloudflare-api-key|cloudflare_api_key|{l40}
cloudflare-global-api-key|cloudflare_global|{h37}
cloudflare-origin-ca-key||v1.0-{h24}-{h146}
codecov-access-token|codecov_token|{l32}
cohere-api-token|cohere_api|{a40}
coinbase-access-token|coinbase_access|{l64}
confluent-access-token|confluent_access|{l16}
confluent-secret-key|confluent_secret|{l64}
contentful-delivery-api-token|contentful_delivery|{s43}
curl-auth-header||curl -H "Authorization: Bearer <{a40}>" https://api.acme.io/v1
curl-auth-user||curl -u "deploy:<{a20}>" https://api.acme.io/v1
database-password|db_password|{a16}
databricks-api-token||dapi{h32}
datadog-access-token|datadog_access|{l40}
defined-networking-api-token||dnkey-{s26}-{s52}
digitalocean-access-token||doo_v1_{h64}
digitalocean-pat||dop_v1_{h64}
digitalocean-refresh-token||dor_v1_{h64}
discord-api-token|discord_api|{h64}
discord-client-id|discord_client_id|{d18}
discord-client-secret|discord_client_secret|{s32}
doppler-api-token||dp.pt.{a43}
droneci-access-token|droneci_access|{l32}
dropbox-api-token|dropbox_api|{l15}
dropbox-long-lived-api-token|dropbox_token|{l11}AAAAAAAAAA{s43}
dropbox-short-lived-api-token|dropbox_token|sl.{s135}
duffel-api-token||duffel_live_{w43}
dynatrace-api-token||dt0c01.{a24}.{a64}
easypost-api-token||EZAK{a54}
easypost-test-api-token||EZTK{a54}
etsy-access-token|etsy_access|{l24}
facebook-access-token|facebook_access|{d15}|{a27}
facebook-page-access-token||EAAM{a110}
facebook-secret|facebook_secret|{h32}
fastly-api-token|fastly_api|{s32}
finicity-api-token|finicity_api|{h32}
finicity-client-secret|finicity_client_secret|{l20}
finnhub-access-token|finnhub_access|{l20}
flickr-access-token|flickr_access|{l32}
flutterwave-encryption-key||FLWSECK_TEST-{g12}
flutterwave-public-key||FLWPUBK_TEST-{g32}-X
flutterwave-secret-key||FLWSECK_TEST-{g32}-X
flyio-access-token||fo1_{w43}
flyio-access-token||fm2_{b120}
frameio-api-token||fio-u-{w64}
freemius-secret-key|secret_key|sk_{a29}
freshbooks-access-token|freshbooks_access|{l64}
gcp-api-key||AIza{w35}
gcp-oauth-client-secret||GOCSPX-{w28}
gcp-oauth-token||ya29.{w120}
generic-api-key|service_api_key|{a32}
generic-api-key|my_secret|{a20}
generic-api-key|access_token|{h40}
github-app-token||ghu_{a36}
github-app-token||ghs_{a36}
github-fine-grained-pat||github_pat_{a22}_{a59}
github-oauth||gho_{a36}
github-pat||ghp_{a36}
github-refresh-token||ghr_{a36}
gitlab-cicd-job-token||glcbt-{a2}_{w20}
gitlab-deploy-token||gldt-{w20}
gitlab-feature-flag-client-token||glffct-{w20}
gitlab-feed-token||glft-{w20}
gitlab-incoming-mail-token||glimt-{w25}
gitlab-kubernetes-agent-token||glagent-{w50}
gitlab-oauth-app-secret||gloas-{w64}
gitlab-pat||glpat-{w20}
gitlab-pat-routable||glpat-{w27}.{l2}{l7}
gitlab-ptt||glptt-{h40}
gitlab-rrt||GR1348941{w20}
gitlab-runner-authentication-token||glrt-{w20}
gitlab-runner-authentication-token-routable||glrt-t1_{w27}.{l2}{l7}
gitlab-scim-token||glsoat-{w20}
gitlab-session-cookie||_gitlab_session={l32}
gitter-access-token|gitter_access|{l40}
gocardless-api-token|gocardless_api|live_{s40}
grafana-api-key||eyJrIjoi{a90}
grafana-cloud-api-token||glc_{b60}
grafana-service-account-token||glsa_{a32}_{H8}
harness-api-key||pat.{w22}.{a24}.{a20}
harness-api-key||sat.{w22}.{a24}.{a20}
hashicorp-tf-api-token||{a14}.atlasv1.{w64}
hashicorp-tf-password|administrator_login_password|{s14}
heroku-api-key|heroku_api_key|${UUID}
heroku-api-key-v2||HRKU-AA{w58}
hubspot-api-key|hubspot_api_key|{H8}-{H4}-{H4}-{H4}-{H12}
huggingface-access-token||hf_{z34}
huggingface-organization-api-token||api_org_{z34}
infracost-api-token||ico-{a32}
intercom-api-key|intercom_api|{s60}
intra42-client-secret||s-s4t2ud-{h64}
jfrog-api-key|artifactory_api_key|{l73}
jfrog-identity-token|jfrog_identity|{l64}
jwt||eyJ{a20}.eyJ{w40}.{w43}
kraken-access-token|kraken_access|{b86}
kucoin-access-token|kucoin_access|{h24}
kucoin-secret-key|kucoin_secret|${UUID}
launchdarkly-access-token|launchdarkly_access|{s40}
linear-api-key||lin_api_{a40}
linear-client-secret|linear_client_secret|{h32}
linkedin-client-id|linkedin_client_id|{l14}
linkedin-client-secret|linkedin_client_secret|{l16}
lob-api-key|lob_api_key|live_{h35}
lob-pub-api-key|lob_api_key|test_pub_{h31}
mailchimp-api-key||{h32}-us20
mailgun-private-api-token||key-{h32}
mailgun-pub-key||pubkey-{h32}
mailgun-signing-key|mailgun_signing|{g32}-{g8}-{g8}
mapbox-api-token|mapbox_token|pk.{l60}.{l22}
mattermost-access-token|mattermost_access|{l26}
maxmind-license-key||{a6}_{a29}_mmk
messagebird-api-token|messagebird_api|{l25}
messagebird-client-id|messagebird_client|${UUID}
microsoft-teams-webhook||https://acme.webhook.office.com/webhookb2/${UUID}@${UUID}/IncomingWebhook/{h32}/${UUID}
netlify-access-token|netlify_access|{s42}
new-relic-browser-api-token||NRJS-{h19}
new-relic-insert-key||NRII-{a32}
new-relic-user-api-id|new_relic_user|{l64}
new-relic-user-api-key||NRAK-{u27}
notion-api-token||ntn_{d11}{a35}
npm-access-token||npm_{a36}
nuget-config-password||<add key="ClearTextPassword" value="<{a14}>" />
nytimes-access-token|nytimes_access|{s32}
octopus-deploy-api-key||API-{u26}
okta-access-token|okta_access|00{w40}
openai-api-key||sk-{a20}T3BlbkFJ{a20}
openai-api-key||sk-proj-{w74}T3BlbkFJ{w74}
openshift-user-token||sha256~{w43}
perplexity-api-key||pplx-{a48}
plaid-api-token|plaid_api|access-production-${UUID}
plaid-client-id|plaid_client|{l24}
plaid-secret-key|plaid_secret|{l30}
planetscale-api-token||pscale_tkn_{w43}
planetscale-oauth-token||pscale_oauth_{w43}
planetscale-password||pscale_pw_{w43}
postman-api-token||PMAK-{h24}-{h34}
prefect-api-token||pnu_{a36}
privateai-api-token|private_ai|{l32}
pulumi-api-token||pul-{h40}
pypi-upload-token||pypi-AgEIcHlwaS5vcmc{w90}
rapidapi-access-token|rapidapi_access|{l50}
readme-api-token||rdme_{l70}
rubygems-api-token||rubygems_{h48}
scalingo-api-token||tk-us-{w48}
sendbird-access-id|sendbird_access|${UUID}
sendbird-access-token|sendbird_access|{h40}
sendgrid-api-token||SG.{w22}.{w43}
sendinblue-api-token||xkeysib-{h64}-{a16}
sentry-access-token|sentry_access|{h64}
sentry-org-token||sntrys_eyJpYXQiO{b60}LCJyZWdpb25fdXJs{b40}_{b43}
sentry-user-token||sntryu_{h64}
settlemint-application-access-token||sm_aat_{a16}
settlemint-personal-access-token||sm_pat_{a16}
settlemint-service-access-token||sm_sat_{a16}
shippo-api-token||shippo_live_{h40}
shopify-access-token||shpat_{h32}
shopify-custom-access-token||shpca_{h32}
shopify-private-app-access-token||shppa_{h32}
shopify-shared-secret||shpss_{h32}
sidekiq-secret|BUNDLE_ENTERPRISE__CONTRIBSYS__COM|{h8}:{h8}
sidekiq-sensitive-url||https://<{h8}:{h8}>@gems.contribsys.com/
slack-app-token||xapp-1-{u11}-{d13}-{h64}
slack-bot-token||xoxb-{d12}-{d12}-{a24}
slack-config-access-token||xoxe.xoxb-1-{u164}
slack-config-refresh-token||xoxe-1-{u146}
slack-legacy-bot-token||xoxb-{d12}-{a24}
slack-legacy-token||xoxs-{d11}-{d11}-{d11}-{h10}
slack-legacy-workspace-token||xoxa-2-{a40}
slack-user-token||xoxp-{d12}-{d12}-{d12}-{h32}
slack-webhook-url||https://hooks.slack.com/services/T{u10}/B{u10}/{a24}
snyk-api-token|snyk_token|${UUID}
sonar-api-token|sonar_token|{h40}
sourcegraph-access-token||sgp_{h16}_{h40}
sourcegraph-access-token|sourcegraph_access|{h40}
square-access-token||sq0atp-{w22}
square-access-token||EAAA{a60}
squarespace-access-token|squarespace_access|${UUID}
stripe-access-token||sk_live_{a24}
stripe-access-token||rk_live_{a99}
stripe-access-token||sk_test_{a24}
sumologic-access-id|sumo_access|su{a12}
sumologic-access-token|sumo_access|{l64}
telegram-bot-api-token||{d10}:AA{w33}
travisci-access-token|travis_access|{a22}
twilio-api-key||SK{h32}
twitch-api-token|twitch_api|{l30}
twitter-access-secret|twitter_access|{l45}
twitter-access-token|twitter_access|{d18}-{a30}
twitter-api-key|twitter_api|{a25}
twitter-api-secret|twitter_api|{a50}
twitter-bearer-token|twitter_bearer|AAAAAAAAAAAAAAAAAAAAAA{a90}
typeform-api-token||tfp_{w59}
vault-batch-token||hvb.{w140}
vault-service-token||hvs.{w95}
vault-service-token||s.{a24}
yandex-access-token|yandex_access|t1.{a80}.{w86}
yandex-api-key||AQVN{w36}
yandex-aws-access-token|yandex_access|YC{w38}
zendesk-secret-key|zendesk_secret|{l40}
`
  .trim()
  .split("\n");

const CLASSES: Readonly<Record<string, string>> = {
  a: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
  l: "abcdefghijklmnopqrstuvwxyz0123456789",
  u: "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
  h: "0123456789abcdef",
  H: "0123456789ABCDEF",
  d: "0123456789",
  z: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
  w: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-",
  b: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
  q: "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
  s: "abcdefghijklmnopqrstuvwxyz0123456789=_-",
  c: "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L",
  g: "abcdefgh0123456789",
};

/** A made credential. `around`: the text that it stands in, with `<` and `>` taken out; itself, mostly. */
export interface MadeSecret {
  readonly rule: string;
  readonly name: string;
  readonly secret: string;
  readonly around: string;
}

/** The same numbers from 0 to 1 for the same seed, on every machine. */
export function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** `length` characters of a class, each as likely as any other; the ends are letters or digits, as issuers' mostly are. */
export function randomText(kind: string, length: number, next: () => number): string {
  const letters = CLASSES[kind] ?? "";
  const inner = letters.replace(/[_=+/-]/g, "");
  const pick = (from: string) => from.charAt(Math.floor(next() * from.length));
  return Array.from({ length }, (_, at) => pick(at === 0 || at === length - 1 ? inner : letters)).join("");
}

/** Makes a credential of a row of `PUBLISHED`. */
export function makeSecret(row: string, next: () => number): MadeSecret {
  const [rule = "", name = "", ...rest] = row.split("|");
  const text = rest
    .join("|")
    .replace(/\{([a-zA-Z])(\d+)\}/g, (_all, kind: string, length: string) => randomText(kind, Number(length), next));
  const inner = /<([^<>]+)>"?[^>]*$/.exec(text);
  const isMarked = row.includes("<{");
  const secret = isMarked ? (inner?.[1] ?? text) : text;
  return { rule, name, secret, around: isMarked ? text.replace(`<${secret}>`, secret) : text };
}
