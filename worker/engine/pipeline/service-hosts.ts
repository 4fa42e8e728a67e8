const HOST = /\{\{host:([a-z0-9-]+)\}\}/g;

/**
 * Text of a variable in which `{{host:NAME}}` stands for the host under which a job reaches its service NAME: platforms
 * differ in it. GitHub and CircleCI answer with `localhost`, GitLab with the service's name. The job's own machine is written as
 * an address: MySQL's clients take the name `localhost` for a socket, and others try IPv6 first.
 */
export function withServiceHosts(text: string, hostOf: (service: string) => string): string {
  return text.replaceAll(HOST, (_whole, service: string) => {
    const host = hostOf(service);
    return host === "localhost" ? "127.0.0.1" : host;
  });
}
