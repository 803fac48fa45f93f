// What every subcommand that works with an inventory starts from: configuration, vault secrets, extra variables, the inventory.

import { resolve } from 'node:path';
import { type Config, loadConfig } from '../load/config/config.ts';
import { settings } from '../load/config/settings/index.ts';
import { checkVarsFiles } from '../load/inventory/layers.ts';
import { loadInventory } from '../load/inventory/load-inventory.ts';
import { inventorySettings } from '../load/inventory/options.ts';
import { readExtraVars } from '../load/vars/extra-vars.ts';
import { type ReadSource, vaultedReader } from '../load/vault/read-vaulted.ts';
import { loadSecrets, parseVaultId, passwordFile, type SecretSource } from '../load/vault/secrets.ts';
import { Vault } from '../load/vault/vault.ts';
import type { Variable } from '../model/inventory.ts';
import type { MutableInventory } from '../model/mutable-inventory.ts';
import { type Engine, TemplateError } from '../template/index.ts';
import type { SourceOptions } from './options.ts';
import { settle, show } from './problems.ts';
import { controllingTerminal } from './terminal.ts';

export interface Session {
  readonly cwd: string;
  readonly config: Config;
  readonly vault: Vault;
  readonly read: ReadSource;
  readonly extraVars: readonly Variable[];
  /** For what is rendered before a play starts. */
  readonly engine: Engine;
  readonly sources: readonly string[];
  /** Reads the inventory; again, it reads the sources anew. */
  readonly inventory: () => Promise<MutableInventory>;
  readonly decrypt: (ciphertext: string) => Buffer;
}

/** Throws `InputError` with everything that is wrong. */
export async function openSession(options: SourceOptions): Promise<Session> {
  const cwd = process.cwd();
  const loaded = loadConfig({ cwd, environment: process.env });
  settle(loaded.problems, 'configuration');
  if (options.verbose > 0) show(loaded.notes);
  const { config } = loaded;
  const vault = await openVault(options, config, cwd);
  const read = vaultedReader(vault);
  const extra = readExtraVars(options.extraVars, { read, cwd });
  if (!extra.ok) settle(extra.problems);
  const extraVars = extra.ok ? extra.value : [];
  const decrypt = decrypter(vault);
  const engine = engineOf(config, cwd, decrypt);
  const usual = options.inventory.length === 0;
  const sources = usual ? config.get(settings.DEFAULT_HOST_LIST) : options.inventory;
  return {
    ...{ cwd, config, vault, read, extraVars, engine, sources, decrypt },
    inventory: async () => {
      const found = await loadInventory({
        sources,
        usual,
        cwd,
        settings: inventorySettings(config),
        read,
        engine,
        extraVars,
      });
      settle([...found.problems, ...checkVarsFiles(found.inventory)]);
      return found.inventory;
    },
  };
}

async function openVault(options: SourceOptions, config: Config, cwd: string): Promise<Vault> {
  const label = config.get(settings.DEFAULT_VAULT_IDENTITY);
  const absolute = (path: string): string => resolve(cwd, path);
  const configured = config.get(settings.DEFAULT_VAULT_PASSWORD_FILE);
  const sources: readonly SecretSource[] = [
    ...config.get(settings.DEFAULT_VAULT_IDENTITY_LIST).map((id) => parseVaultId(id, absolute, label)),
    ...options.vaultId.map((id) => parseVaultId(id, absolute, label)),
    ...options.vaultPasswordFile.map((path) => passwordFile(absolute(path))),
    ...(configured === null ? [] : [passwordFile(configured)]),
    ...(options.askVaultPassword || config.get(settings.DEFAULT_ASK_VAULT_PASS)
      ? [{ label: 'default', source: 'prompt', labelled: false }]
      : []),
  ];
  const ask = controllingTerminal();
  const { secrets, problems } = await loadSecrets(sources, async (text) => ask?.({ text, secret: true }));
  settle(problems);
  return new Vault(secrets, { matchLabels: config.get(settings.DEFAULT_VAULT_ID_MATCH) });
}

function decrypter(vault: Vault): (ciphertext: string) => Buffer {
  return (ciphertext) => {
    const plain = vault.decrypt(ciphertext, { name: 'The vaulted text' });
    if (plain.ok) return plain.value;
    const problem = plain.problems[0];
    throw new TemplateError([problem?.message, problem?.hint].filter((part) => part !== undefined).join('; '));
  };
}

function engineOf(config: Config, cwd: string, decrypt: Session['decrypt']): Engine {
  return {
    native: config.get(settings.DEFAULT_JINJA2_NATIVE),
    controller: {
      searchPath: () => [cwd],
      playbookDir: cwd,
      environment: process.env,
      decrypt,
      config: (name) => config.lookup(name),
    },
  };
}
