// The names of what looks read and changes touch; lookahead and prediction decide by them whether an answer is still good.

/** One thing on a host. `anything` stands for a command whose effects nobody can know. */
export type ResourceName =
  | `path:${string}`
  | `user:${string}`
  | `group:${string}`
  | `unit:${string}`
  | 'packages'
  | 'firewall'
  | 'selinux'
  | 'facts'
  | `command:${string}`
  | 'anything';

/** Whether touching `touched` may change what reading `read` answers. */
export function overlaps(touched: ResourceName, read: ResourceName): boolean {
  if (touched === 'anything' || read === 'anything' || touched === read) return true;
  if (isAccount(touched)) return ACCOUNT_FILES.has(read);
  if (isAccount(read)) return ACCOUNT_FILES.has(touched);
  if (!touched.startsWith('path:') || !read.startsWith('path:')) return false;
  // A directory that goes takes what is in it along; what comes into a directory changes its listing and its times.
  return within(touched, read) || within(read, touched);
}

/** Accounts stand in these files: whoever edits them may change any account, and every change of an account edits them. */
const ACCOUNT_FILES: ReadonlySet<string> = new Set(
  ['passwd', 'shadow', 'group', 'gshadow'].map((name) => `path:/etc/${name}`),
);

function isAccount(name: ResourceName): boolean {
  return name.startsWith('user:') || name.startsWith('group:');
}

function within(outer: string, inner: string): boolean {
  return inner.startsWith(outer.endsWith('/') ? outer : `${outer}/`);
}

/** Whether any of what was touched may change any of what is read. */
export function anyOverlap(touched: readonly ResourceName[], read: readonly ResourceName[]): boolean {
  return touched.some((one) => read.some((other) => overlaps(one, other)));
}
