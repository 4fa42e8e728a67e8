import type { Mark } from "../mark-dependencies.ts";

/** By name on crates.io. */
export const RUST_FRAMEWORKS: readonly Mark[] = [
  [/^tauri$/, "tauri"],
  [/^leptos$/, "leptos"],
  [/^dioxus$/, "dioxus"],
  [/^yew$/, "yew"],
  [/^loco-rs$/, "loco"],
  [/^axum$/, "axum"],
  [/^actix-web$/, "actix-web"],
  [/^rocket$/, "rocket"],
  [/^warp$/, "warp"],
  [/^poem$/, "poem"],
  [/^salvo$/, "salvo"],
  [/^tide$/, "tide"],
  [/^gotham$/, "gotham"],
  [/^ntex$/, "ntex"],
  [/^worker$/, "cloudflare-workers"],
  [/^shuttle-runtime$/, "shuttle"],
  [/^bevy$/, "bevy"],
  [/^iced$/, "iced"],
];

/** A crate, or a crate with a feature: `sqlx/postgres`. */
export const RUST_DRIVERS: readonly Mark[] = [
  [
    /^(?:tokio-postgres|postgres|deadpool-postgres|bb8-postgres)$|^(?:sqlx|diesel|diesel-async|sea-orm)\/(?:sqlx-)?postgres$/,
    "postgres",
  ],
  [/^(?:mysql|mysql_async)$|^(?:sqlx|diesel|diesel-async|sea-orm)\/(?:sqlx-)?mysql$/, "mysql"],
  [/^tiberius$/, "sqlserver"],
  [/^(?:redis|fred|deadpool-redis|bb8-redis)$/, "redis"],
  [/^mongodb$/, "mongodb"],
  [/^(?:lapin|amqprs)$/, "rabbitmq"],
  [/^(?:elasticsearch|opensearch)$/, "elasticsearch"],
  [/^async-nats$/, "nats"],
];

export const RUST_INSTEAD: readonly Mark[] = [
  [/^testcontainers(?:-modules)?$|^dockertest$/, "*"],
  [/^(?:postgresql_embedded|pg-embed)$/, "postgres"],
];
