// What loading playbooks needs from the rest of the program: modules, templates, variables for static names, search paths.

import type { Checked, Diagnostic } from '../../model/diagnostic.ts';
import type { Action, Play, PlaybookImport, Statement } from '../../model/playbook.ts';
import type { ScalarNode, SourceFile } from '../../model/source.ts';

export interface LoadOptions {
  readonly modules: ModuleCatalogue;
  readonly templates: TemplateCheck;
  readonly names: StaticRenderer;
  /** Where roles are searched beside the playbook's own `roles/`: `roles_path`. Absolute paths. */
  readonly rolesPath: readonly string[];
  /** Where `ansible_collections/` directories lie: `collections_paths`. Absolute paths. */
  readonly collectionsPath: readonly string[];
  /** Reads a file; replaced where files may be vaulted. */
  readonly read?: (path: string) => Checked<SourceFile>;
  /** The directory of the playbook that was started, where that is not the one being loaded. */
  readonly playbookDir?: string;
}

/** Where the module of a task is searched: `collections:` that hold for the task, and directories of the user's own modules. */
export interface ModuleSearch {
  readonly collections: readonly string[];
  readonly directories: readonly string[];
}

/** Which modules there are, and what they take. */
export interface ModuleCatalogue {
  /**
   * What a word is. `unsupported`: a module of Ansible's, or of a collection we know nothing of; the task fails if it comes to run, which on
   * the hosts at hand it may never do.
   */
  kindOf(word: string, search: ModuleSearch): 'module' | 'unsupported' | undefined;
  /** Whether there is an action group of that full name; `undefined` where nobody can tell, as the collections are not there. */
  hasGroup(name: string): boolean | undefined;
  /** Every word that may be meant, for "did you mean". */
  words(search: ModuleSearch): Iterable<string>;
  /** The module's canonical name and a check of the arguments that are written literally; undefined where `kindOf` says so. */
  load(word: string, search: ModuleSearch): Promise<KnownModule | undefined>;
}

/** What is told of a task beside its arguments. */
export interface Circumstances {
  /** `module_defaults` may add arguments, so none can be said to be missing. */
  readonly defaults: boolean;
}

export interface KnownModule {
  /** `ansible.builtin.copy`. */
  readonly name: string;
  /** Unknown, missing and mistyped parameters. Templates can give anything, so they are not judged. */
  check(action: Action, circumstances: Circumstances): readonly Diagnostic[];
}

/** Finds mistakes in templates without evaluating them: syntax, unknown filters, tests and lookups. */
export interface TemplateCheck {
  /** Of a text that may hold `{{ }}` and `{% %}`. */
  template(node: ScalarNode): readonly Diagnostic[];
  /** Of a bare expression, as `when` takes. */
  expression(node: ScalarNode): readonly Diagnostic[];
  /** Whether a lookup of that name exists, as `with_NAME` needs. */
  hasLookup(name: string): boolean;
  lookupNames(): Iterable<string>;
}

/** Renders names of files and roles that static imports need at load time, with what is known then: extra variables, and those of plays, roles and imports. */
export interface StaticRenderer {
  text(node: ScalarNode, where: Statement | Play | PlaybookImport | undefined): Checked<string>;
}
