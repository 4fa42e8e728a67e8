/** Names of files that hold credentials by their purpose: they are never read for a request, only named. */
const DENIED_NAME =
  /^(?:\.env(?:[.-].*|rc)?|.*\.env(?:\.local)?|.*\.(?:pem|key|p8|p12|pfx|jks|jceks|bks|keystore|truststore|ppk|kdbx?|asc|gpg|pgp|age|sqlite3?|db|ovpn|mobileprovision|provisionprofile|keytab|agekey)|id_(?:rsa|dsa|ecdsa|ed25519|ecdsa_sk|ed25519_sk|xmss)(?:[.-].*)?|id_[a-z0-9_]+|.*\.tf(?:state|vars)(?:\..*)?|.*\.tfvars\.json|\.npmrc|\.yarnrc(?:\.yml)?|\.pypirc|\.netrc|_netrc|\.pgpass|\.my\.cnf|\.git-credentials|\.gitcookies|\.dockercfg|\.dockerconfigjson|\.htpasswd|\.htaccess\.passwd|kubeconfig(?:[.-].*)?|.*\.kubeconfig|credentials?(?:[.-].*)?|.*[_.-]credentials(?:\.(?:json|ya?ml|xml|ini|toml|properties))?|secrets?\.(?:json|ya?ml|toml|ini|properties|enc|env|xml)|\.vault[_-]?(?:pass(?:word)?|token)(?:\.txt)?|\.?vault[_-]?pass(?:word)?(?:\.txt)?|master\.key|service[_-]?account.*\.json|.*[_-]service[_-]account.*\.json|client_secret.*\.json|google-services\.json|googleservice-info\.plist|application_default_credentials\.json|wp-config\.php|\.s3cfg|\.boto|\.rediscli_auth|\.terraformrc|terraform\.rc|\.cargo_credentials)$/i;
/** Folders whose content is for a person's own machine. */
const DENIED_FOLDER = /(?:^|\/)(?:\.ssh|\.aws|\.azure|\.gnupg|\.kube|\.docker|\.gcloud)\//i;
/** Files of those kinds that a repository shares on purpose: they say what to fill in, and are scanned like all others. */
const SHARED = /(?:^|[.-])(?:example|sample|template|dist|tmpl|defaults?)$|\.(?:example|sample|template|dist|tmpl)\./i;

/**
 * Whether a file of this path must not be read into a request, whatever it holds.
 * @param path relative to the repository, with `/`
 */
export function isDeniedPath(path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (DENIED_FOLDER.test(path)) return true;
  return DENIED_NAME.test(name) && !(SHARED.test(name) && !/\.(?:pem|key|p12|pfx|jks|keystore)/i.test(name));
}
