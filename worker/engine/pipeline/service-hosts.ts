const HOST = /\{\{host:([a-z0-9-]+)\}\}/g;

/**
 * Text of a variable in which `{{host:NAME}}` stands for the host under which a job reaches its service NAME: platforms
 * differ in it. GitHub and CircleCI answer with `localhost`, GitLab with the service's name.
 */
export function withServiceHosts(text: string, hostOf: (service: string) => string): string {
  return text.replaceAll(HOST, (_whole, service: string) => hostOf(service));
}
