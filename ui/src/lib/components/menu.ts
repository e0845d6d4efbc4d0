import type { IconName } from './Icon.svelte';

/** A line of a menu: an action or a link. A null among lines is a divider. */
export interface Item {
  text: string;
  icon?: IconName;
  do?: () => void;
  href?: string;
  download?: boolean;
  danger?: boolean;
  off?: boolean;
}
