// What a module author imports (`tsplay/module`); modules import nothing else.

export type { Plain, Value } from '../model/value.ts';
export { Dict, PyFloat, Tuple, toPlain, toValue } from '../model/value.ts';
export {
  costlyRun as costlyRunLook,
  facts as factsLook,
  file as fileLook,
  group as groupLook,
  packages as packagesLook,
  platform as platformLook,
  run as runLook,
  tree as treeLook,
  unit as unitLook,
  user as userLook,
  zone as zoneLook,
} from '../plan/ask.ts';
export type { Attributes, Change, Performed, Prediction, RunCommand } from '../plan/change.ts';
export type { Command } from '../plan/command.ts';
export { digest } from '../plan/digest.ts';
export type {
  FilePresent,
  FileSeen,
  GroupSeen,
  InstalledPackage,
  Look,
  Looks,
  PackagesSeen,
  Platform,
  RunSeen,
  Seen,
  TreeSeen,
  UnitSeen,
  UserLook,
  UserSeen,
  ZoneSeen,
} from '../plan/look.ts';
export { subsetWords, unknownSubset } from '../plan/looks/facts/subsets.ts';
export { type Plan, type Result, type Stage, stage } from '../plan/plan.ts';
export type { ResourceName } from '../plan/resource.ts';
export { splitWords } from '../plan/words.ts';
export { TemplateError } from '../template/callable.ts';
export { compileRegex, compileReplacement, isRegexMistake, type PythonRegex } from '../template/text/python-regex.ts';
export type { Account } from './accounts/account-change.ts';
export { editKeys, type KeyLine, type KeyWish, parseKeyLine } from './accounts/authorized-keys.ts';
export { homeCreation } from './accounts/home-directory.ts';
export { keyCreation, keyFile, keyLook, keyPath } from './accounts/ssh-key.ts';
export { creation, modification, removal } from './accounts/user-changes.ts';
export { groupsOf, type UserParams, userParams } from './accounts/user-params.ts';
export { type Entry, entryOf, refuseEntry } from './acl/entry.ts';
export {
  type Action,
  type ActionContext,
  type ActionOutcome,
  ConnectionLost,
  defineAction,
  type Effect,
  type LoginAttempt,
  type LoginResult,
  type Remote,
} from './action.ts';
export { alternativeLooks, planAlternative } from './alternatives/plan.ts';
export { checkArgumentSpec } from './argument-spec.ts';
export { className } from './argument-words.ts';
export { commandParams, gateLook, planCommand } from './commands/free-form.ts';
export { commandResult, commandReturns, duration, timestamp } from './commands/outcome.ts';
export { planScript, readScript, scriptLooks } from './commands/script.ts';
export { destinationOf } from './controller/destination.ts';
export { rsync } from './controller/rsync.ts';
export { rsyncOptions, type SynchronizeParams, synchronizeParams } from './controller/rsync-options.ts';
export { readLocal, saveLocal } from './controller/save.ts';
export {
  crontabLines,
  crontabText,
  jobLine,
  jobNames,
  variableNames,
  withJob,
  withoutJob,
  withoutVariable,
  withVariable,
} from './cron/crontab.ts';
export { type Dispatch, dispatchModule } from './dispatch.ts';
export { composeLooks, composeParams, planCompose, refuseCompose } from './docker/compose.ts';
export { containerLooks, containerParams, planContainer, refuseContainer } from './docker/containers.ts';
export { planImagePull, pullLooks, pullParams, refuseImagePull } from './docker/images/pulling.ts';
export { imageLooks, imageParams, planImage, refuseImage } from './docker/images.ts';
export { loginLooks, loginParams, planLogin, refuseLogin } from './docker/logins.ts';
export { networkLook, networkParams, planNetwork } from './docker/networks.ts';
export { planVolume, volumeLook, volumeParams } from './docker/volumes.ts';
export { type ArchiveOptions, planArchive } from './files/archive/plan.ts';
export {
  type Accounts,
  type AttributeParams,
  accountLooks,
  attributeDetails,
  attributeParams,
  wantedAttributes,
} from './files/attributes.ts';
export { capabilitiesIn, printCapabilities } from './files/capability-text.ts';
export { planContent, unreadable } from './files/content.ts';
export { refuseValidate, transferParams } from './files/copy/params.ts';
export { planRemote, type RemoteOptions, remoteLooks } from './files/copy/remote.ts';
export { planSingle, type SingleOptions, singleLooks } from './files/copy/single.ts';
export { modeOfFile, readSource, type Source, type SourceFile, sourceOf } from './files/copy/source.ts';
export { contentText } from './files/copy/text.ts';
export { planTree, type TreeOptions, treeLooks } from './files/copy/tree.ts';
export { makeDirectories } from './files/directories.ts';
export { parseChecksum } from './files/download/checksum.ts';
export { downloadLooks, planDownload } from './files/download/plan.ts';
export { downloadRequest, shownUrl } from './files/download/request.ts';
export { bufferOf, bytesRegex, bytesTextOf, changeMessage, linesWithEnds, toBytesText } from './files/edit.ts';
export { encodeText } from './files/encoding.ts';
export { dumpOf, type ExtendedAttributes, parseDump, valueBytes } from './files/extended-attributes.ts';
export { fileFields, freshFile, stateOfFile } from './files/fields.ts';
export { bytesOf, chooser, refusePatterns, secondsOf } from './files/finding.ts';
export { joinFragments, readFragments, refuseSelection, type Selection, selectNames } from './files/fragments.ts';
export { editIni } from './files/ini-edit.ts';
export { afterwards, leftAt } from './files/left.ts';
export { editLimits } from './files/limits-edit.ts';
export { NO_ATTRIBUTES } from './files/no-attributes.ts';
export { ancestors, baseName, join, parentOf, tidy, trimSlashes } from './files/paths.ts';
export { randomName, randomSalt } from './files/random-name.ts';
export { replaceIn } from './files/replacing.ts';
export { commonFields, statFields } from './files/stat-fields.ts';
export { fileStates } from './files/states/index.ts';
export { type FileParams, type FileTask, fileParams } from './files/states/task.ts';
export { modeOf } from './files/symbolic-mode.ts';
export { editSettings, isSameSetting, settingPath, settingValue } from './files/sysctl-edit.ts';
export { textCoding } from './files/text-coding.ts';
export { refuseTimes, timeLook, wantedTimes } from './files/times.ts';
export { planUnarchive, type UnarchiveOptions, unarchiveLooks } from './files/unarchive/plan.ts';
export type { XmlRequest } from './files/xml/edit.ts';
export { loadXml, type XmlLibrary } from './files/xml/library.ts';
export { planXmlFile, planXmlText, type XmlOptions } from './files/xml/plan.ts';
export { iptablesParams } from './firewall/iptables-params.ts';
export { iptablesLook, planIptables } from './firewall/iptables-plan.ts';
export { type IptablesParams, isLogging } from './firewall/iptables-rule.ts';
export { confirmation as confirmFirewall } from './firewall/iptables-state-guard.ts';
export {
  type FirewallSeen,
  firewallSeen,
  type IptablesState,
  iptablesStateLooks,
  iptablesStateParams,
  restoreWords,
} from './firewall/iptables-state-look.ts';
export {
  foreseeRestored,
  initialResult,
  planSaved,
  type Restoration,
  restoreChange,
  shownState,
} from './firewall/iptables-state-plan.ts';
export { planSetting, planZone } from './firewall/plan.ts';
export type { Setting as FirewallSetting } from './firewall/settings.ts';
export * as firewallSetting from './firewall/settings.ts';
export { planUfw, refuseUfw, ufwLook } from './firewall/ufw.ts';
export { archiveFormat, type GitParams, gitParams } from './git/params.ts';
export { planGit } from './git/plan.ts';
export { gitLook } from './git/seen.ts';
export { passwordOf, withoutName, withPassword } from './htpasswd/edit.ts';
export { encodePassword, isPassword, passwordSchemes, schemeSalt } from './htpasswd/schemes.ts';
export { encodeBody } from './http/body.ts';
export { type HttpRequest, type UriParams, uriParams } from './http/params.ts';
export { firstRequest, planUri, uriLooks } from './http/plan.ts';
export {
  cleanup as jobCleanup,
  type JobFile,
  type JobStatus,
  statusLook as jobStatusLook,
  statusOf as jobStatusOf,
} from './jobs/results-file.ts';
export {
  type BootFiles,
  forget as forgetKernelModule,
  LOAD_DIRECTORY,
  OPTION_DIRECTORY,
  persist as persistKernelModule,
} from './kernel/boot-files.ts';
export { aptKeyLooks, aptKeyParams, keyId as aptKeyId, planAptKey } from './keys/apt-key.ts';
export { editKnownHosts, refuseKnownHost } from './keys/known-hosts.ts';
export { planRpmKey, rpmKeyLooks, rpmKeyParams } from './keys/rpm-key.ts';
export { type ControllerFiles, defineModule, type Module, type ModuleContext, ModuleError } from './module.ts';
export { entryAt, escapeField, type FstabEntry, withEntry, withoutEntry } from './mounts/fstab.ts';
export {
  mountCommand,
  mountedAt,
  mountsLook,
  refreshCommand,
  remountCommand,
  unmountCommand,
} from './mounts/mounted.ts';
export { mysqlDbLooks, planMysqlDb } from './mysql/databases/plan.ts';
export { mysqlDbParams, refuseMysqlDb } from './mysql/databases/request.ts';
export { mysqlUserLooks, planMysqlUser } from './mysql/users/plan.ts';
export { mysqlUserParams, refuseMysqlUser } from './mysql/users/request.ts';
export { nmcliParams, refuseNmcli } from './nmcli/params.ts';
export { nmcliLook, planNmcli } from './nmcli/plan.ts';
export { aptParams } from './packages/apt-params.ts';
export { aptNames, cacheLook, plainName, planApt } from './packages/apt-plan.ts';
export { type DnfParams, dnfFlags, dnfParams, stateOf } from './packages/dnf-params.ts';
export { knownToRpm, namesOf, planDnf } from './packages/dnf-plan.ts';
export { packageFacts } from './packages/facts.ts';
export {
  type ManagerChange,
  managerLook,
  managerPlan,
  managerPlans,
  NO_MANAGER,
  repositoryLook,
} from './packages/manager.ts';
export { planVersionLock, VERSION_LOCK } from './packages/version-lock.ts';
export {
  bool,
  bytes,
  choice,
  dict,
  float,
  integer,
  list,
  mode,
  Param,
  type Params,
  type ParamsOf,
  path,
  raw,
  record,
  text,
  value,
} from './params.ts';
export { pipLook } from './pip/installed.ts';
export { type PipParams, pipParams, refusePip } from './pip/params.ts';
export { planPip } from './pip/plan.ts';
export { refusePgLogin } from './postgresql/connection.ts';
export { pgDbLooks, pgDbParams, planPgDb, refusePgDb } from './postgresql/databases.ts';
export { extensionLook, pgExtParams, planExtension } from './postgresql/extensions.ts';
export { privilegesLook } from './postgresql/privileges/catalogue.ts';
export { planPgPrivs } from './postgresql/privileges/plan.ts';
export { pgPrivsParams, refusePgPrivs } from './postgresql/privileges/request.ts';
export { roleLook } from './postgresql/roles/look.ts';
export { planPgUser } from './postgresql/roles/plan.ts';
export { pgUserParams, refusePgUser } from './postgresql/roles/request.ts';
export { aptRepositoryLooks, aptRepositoryParams, planAptRepository } from './repositories/apt-repository.ts';
export { deb822Looks, deb822Params, planDeb822, slugOf as deb822Slug } from './repositories/deb822.ts';
export { sourceOf as aptSource } from './repositories/source-line.ts';
export { planYumRepository, yumFile, yumRepositoryParams } from './repositories/yum-repository.ts';
export {
  type FileContext,
  fileContextChange,
  fileContextsIn,
  fileContextsLook,
} from './selinux/file-contexts.ts';
export { parsePorts, portCommands, portsLook } from './selinux/ports.ts';
export {
  filesystemLook,
  filesystemParams,
  planFilesystem,
  refuseFilesystem,
} from './storage/filesystem.ts';
export { planLvg } from './storage/lvg.ts';
export { lvgLooks, lvgParams } from './storage/lvg-steps.ts';
export { planLvol } from './storage/lvol.ts';
export { lvolLooks, lvolParams, refuseLvol } from './storage/lvol-task.ts';
export { planParted } from './storage/parted.ts';
export { partedLooks, partedParams, refuseParted } from './storage/parted-params.ts';
export { daemonStep, planUnit, type UnitWish } from './units/plan.ts';
export { serviceFacts } from './units/service-facts.ts';
