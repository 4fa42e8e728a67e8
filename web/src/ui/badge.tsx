import { type Component, type JSX, Show } from "solid-js";
import { Dynamic } from "solid-js/web";
import type { JobPhase, JobState, Severity } from "../api-types.ts";
import { badgeText } from "../strings.ts";
import {
  IconClock,
  IconCritical,
  IconDone,
  IconFailed,
  IconHigh,
  IconInfo,
  IconLow,
  IconMedium,
  IconSpinner,
  IconStop,
} from "./icons.ts";

type IconComponent = Component<JSX.SvgSVGAttributes<SVGSVGElement>>;
export type Tone = "neutral" | "accent" | "ok" | Severity;

export function Badge(props: {
  readonly tone?: Tone;
  readonly icon?: IconComponent;
  readonly spin?: boolean;
  readonly title?: string | undefined;
  readonly children: JSX.Element;
}) {
  return (
    <span class={`badge badge-${props.tone ?? "neutral"}`} title={props.title}>
      <Show when={props.icon}>
        {(icon) => <Dynamic component={icon()} class="icon-small" classList={{ spin: props.spin ?? false }} />}
      </Show>
      {props.children}
    </span>
  );
}

const SEVERITY_ICONS: Record<Severity, IconComponent> = {
  critical: IconCritical,
  high: IconHigh,
  medium: IconMedium,
  low: IconLow,
  info: IconInfo,
};

export function SeverityIcon(props: { readonly severity: Severity }) {
  return (
    <span class={`severity severity-${props.severity}`}>
      <Dynamic component={SEVERITY_ICONS[props.severity]} class="icon" />
    </span>
  );
}

const PHASE_LOOK: Record<JobPhase, { readonly tone: Tone; readonly icon: IconComponent }> = {
  queued: { tone: "neutral", icon: IconClock },
  processing: { tone: "accent", icon: IconSpinner },
  completed: { tone: "ok", icon: IconDone },
  failed: { tone: "critical", icon: IconFailed },
  cancelled: { tone: "neutral", icon: IconStop },
};

/** How far a job is, in one word or in those given. */
export function PhaseBadge(props: {
  readonly phase: JobPhase;
  readonly state: JobState;
  readonly words?: string | undefined;
}) {
  const look = () => PHASE_LOOK[props.phase];
  const words = () => (props.state === "retrying" ? badgeText.retrying : badgeText.phase[props.phase]);
  return (
    <Badge tone={look().tone} icon={look().icon} spin={props.phase === "processing"}>
      {props.words ?? words()}
    </Badge>
  );
}
