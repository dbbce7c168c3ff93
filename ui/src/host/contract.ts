// The contract of calls. Made from the table in greenroom-core; do not edit by hand:
// `greenroom contract > ui/src/host/contract.ts` writes it, a test keeps it fresh.

/**
 * Who bears a duty.
 */
export type Answerable = "platform" | "room_operator" | "host" | "mcn" | "operator" | "supplier";

/**
 * The newest backup in the office's own folder.
 */
export type BackupKnown = { 
/**
 * When it was made, UTC milliseconds.
 */
at: number, 
/**
 * It was read back whole.
 */
verified: boolean, 
/**
 * Its file name.
 */
name: string, };

/**
 * A backup just made.
 */
export type BackupMade = { 
/**
 * Handle of a copy that the host can save elsewhere.
 */
file: string, 
/**
 * Its file name.
 */
name: string, 
/**
 * When, UTC milliseconds.
 */
at: number, 
/**
 * Size in bytes.
 */
bytes: number, 
/**
 * It was read back whole.
 */
verified: boolean, };

/**
 * Which batch.
 */
export type BatchInput = { 
/**
 * The batch.
 */
batch: Id, };

/**
 * One batch in the list.
 */
export type BatchRow = { 
/**
 * The batch.
 */
id: Id, 
/**
 * Register.
 */
register: string, 
/**
 * Name of the file.
 */
fileName: string, 
/**
 * open, committed, cancelled, undone
 */
state: string, 
/**
 * Rows read.
 */
rows: number, 
/**
 * New records.
 */
created: number, 
/**
 * Changed records.
 */
updated: number, 
/**
 * Unchanged rows.
 */
unchanged: number, 
/**
 * Rejected rows.
 */
rejected: number, 
/**
 * UTC milliseconds.
 */
startedAt: number, 
/**
 * UTC milliseconds.
 */
finishedAt: number | null, };

/**
 * A day that differs from its weekday, or a day off that falls on one.
 */
export type CalendarDay = { 
/**
 * `YYYY-MM-DD`
 */
date: string, 
/**
 * Off or work.
 */
day: DayType, 
/**
 * Name of the holiday.
 */
name: string, 
/**
 * The notice.
 */
source: string, 
/**
 * How far it was checked.
 */
verified: Verified, };

/**
 * The loaded years.
 */
export type CalendarShown = { 
/**
 * In order.
 */
years: Array<CalendarYear>, };

/**
 * One year of the working-day calendar.
 */
export type CalendarYear = { 
/**
 * The year.
 */
year: number, 
/**
 * Days off.
 */
offDays: Array<string>, 
/**
 * Make-up work days.
 */
workDays: Array<string>, 
/**
 * The notice.
 */
source: string, };

/**
 * One cell that an import changes.
 */
export type CellChange = { 
/**
 * Wire name of the field.
 */
field: string, 
/**
 * What stood there.
 */
before: string, 
/**
 * What the file says.
 */
after: string, };

/**
 * How an item may be looked at.
 */
export type CheckMethod = "replay" | "documents" | "onsite" | "inquiry";

/**
 * The outcome of a check.
 */
export type CheckReport = { 
/**
 * Nothing is wrong.
 */
ok: boolean, 
/**
 * Entries whose chain was recomputed.
 */
journalEntries: number, 
/**
 * Files whose hash was recomputed.
 */
evidenceFiles: number, 
/**
 * What is wrong.
 */
faults: Array<Fault>, };

/**
 * A coded 涉嫌违法情形.
 */
export type CheckSituation = { 
/**
 * Stable code, unique in the pack.
 */
code: string, 
/**
 * Chinese words.
 */
words: string, };

/**
 * One thing that is looked at.
 */
export type ChecklistItem = { 
/**
 * `room-04`
 */
id: string, 
/**
 * Number on the sheet, from 1 without gaps.
 */
no: number, 
/**
 * Heading under which it stands.
 */
group: string, 
/**
 * Short title.
 */
title: string, 
/**
 * What to look at.
 */
look: string, 
/**
 * How to check.
 */
how: string, 
/**
 * The only ways by which it may be ticked.
 */
methods: Array<CheckMethod>, 
/**
 * Lines of the catalogue.
 */
basis: Array<string>, 
/**
 * Who answers for it.
 */
answerable: Array<Answerable>, 
/**
 * What may be found.
 */
situations: Array<CheckSituation>, 
/**
 * What to do next.
 */
followUp: string, 
/**
 * Whether correction comes first.
 */
correctionFirst: CorrectionFirst, 
/**
 * 法律责任.
 */
consequence: Array<Consequence>, 
/**
 * 要点 in our own words.
 */
gist: string, 
/**
 * Where the item comes from.
 */
source: string, 
/**
 * How far its basis was checked.
 */
verified: Verified, };

/**
 * What a checklist looks at.
 */
export type ChecklistSubject = "room" | "platform";

/**
 * One column of the file and the field it fills.
 */
export type ColumnField = { 
/**
 * Index of the column, from 0.
 */
column: number, 
/**
 * Wire name of the field; absent for a column that is left out.
 */
field?: string, };

/**
 * What a column is taken for.
 */
export type ColumnGuess = { 
/**
 * Index of the column, from 0.
 */
column: number, 
/**
 * Its name in the file.
 */
header: string, 
/**
 * Wire name of the register's field, if one was recognised.
 */
field: string | null, 
/**
 * How it was recognised.
 */
how: How, };

/**
 * 法律责任 of an item, copied from the catalogue (`check_links` compares).
 */
export type Consequence = { 
/**
 * Line of the catalogue.
 */
basis: string, 
/**
 * Law and article with the penalty.
 */
article: string, 
/**
 * The penalty in our own words.
 */
words: string, };

/**
 * Whether an order to correct comes before a fine.
 */
export type CorrectionFirst = "yes" | "checkHigherNorm" | "no";

/**
 * A row that would be new.
 */
export type CreatedSample = { 
/**
 * Its number in the file.
 */
row: number, 
/**
 * Its name.
 */
name: string, };

/**
 * Day off or make-up work day.
 */
export type DayType = "off" | "work";

/**
 * How often a subject was drawn.
 */
export type Drawn = { 
/**
 * Times.
 */
times: number, };

/**
 * Something to be done.
 */
export type Due = { 
/**
 * Date, if there is one.
 */
on: string | null, 
/**
 * Chinese words.
 */
words: string, 
/**
 * rectification, finding, inspection
 */
kind: string, 
/**
 * The record.
 */
id: Id, };

/**
 * Another record that may be the same subject.
 */
export type Duplicate = { 
/**
 * The other record.
 */
id: Id, 
/**
 * Its name.
 */
name: string, 
/**
 * Chinese words.
 */
reason: string, };

/**
 * How its characters are written.
 */
export type Encoding = "utf8" | "utf8Bom" | "utf16Le" | "utf16Be" | "gb18030" | "none";

/**
 * One deed.
 */
export type Event = { 
/**
 * Identity of the entry.
 */
id: Id, 
/**
 * Wall time, UTC milliseconds.
 */
at: number, 
/**
 * The machine's clock ran backwards before this entry.
 */
clockRanBack: boolean, 
/**
 * Stable English word of the deed; its Chinese words are in the labels pack, group `deed`.
 */
deed: string, 
/**
 * Who did it.
 */
actor: Id | null, 
/**
 * Their name, if known.
 */
actorName: string | null, 
/**
 * Changes before and after, as stored.
 */
payload: JsonValue, };

/**
 * A value and how often it stands.
 */
export type Facet = { 
/**
 * The value.
 */
value: string, 
/**
 * How many records have it.
 */
count: number, };

/**
 * Which field to count the values of.
 */
export type FacetInput = { 
/**
 * Wire name of the register.
 */
register: string, 
/**
 * Wire name of the field.
 */
field: string, };

/**
 * One thing that is wrong, and where.
 */
export type Fault = { 
/**
 * Table, file or chain.
 */
where: string, 
/**
 * Chinese sentence.
 */
what: string, };

/**
 * What a field holds.
 */
export type FieldKind = "text" | "code" | "id" | "phone" | "url" | "date" | "integer" | "enum" | "long";

/**
 * One field, for lists and forms.
 */
export type FieldShown = { 
/**
 * Wire name.
 */
name: string, 
/**
 * 中文
 */
label: string, 
/**
 * What it holds.
 */
kind: FieldKind, 
/**
 * Section of the page.
 */
group: string, 
/**
 * Shown in the list.
 */
inList: boolean, 
/**
 * Masked until somebody asks.
 */
personal: boolean, 
/**
 * Group in the labels pack, empty if none.
 */
labelGroup: string, };

/**
 * A result that the host saves.
 */
export type FileResult = { 
/**
 * Handle for the host.
 */
file: string, 
/**
 * The name to save it under.
 */
fileName: string, };

/**
 * What a file is.
 */
export type Format = "xlsx" | "xls" | "csv" | "tsv" | "html";

/**
 * Which record.
 */
export type GetRecord = { 
/**
 * Wire name of the register.
 */
register: string, 
/**
 * The record.
 */
id: Id, };

/**
 * Whose time line, and where to go on.
 */
export type HistoryInput = { 
/**
 * The record; absent for the whole office.
 */
record?: Id, 
/**
 * `next` of the page before.
 */
before?: number, 
/**
 * At most this many, 50 if absent.
 */
limit?: number, };

/**
 * A page of deeds, newest first.
 */
export type HistoryPage = { 
/**
 * The deeds.
 */
events: Array<Event>, 
/**
 * Hand this in as `before` for the next page; absent at the end.
 */
next: number | null, };

/**
 * One hit.
 */
export type Hit = { 
/**
 * Register.
 */
register: string, 
/**
 * Identity.
 */
id: Id, 
/**
 * Name.
 */
name: string, 
/**
 * Platform, account, code, street: what tells it from others.
 */
detail: string, };

/**
 * How a column was recognised.
 */
export type How = "alias" | "similar" | "content" | "none";

/**
 * A record's identity: 16 bytes in the database, 32 hex digits on the wire.
 */
export type Id = string;

/**
 * What to import, and how.
 */
export type ImportPlan = { 
/**
 * Handle of the file, as `imports.recognise` answered it.
 */
source: string, 
/**
 * Wire name of the register.
 */
register: string, 
/**
 * Sheet; the first with rows if absent.
 */
sheet?: string, 
/**
 * Row that names the columns, counted from 1; 0 if there is none; looked for if absent.
 */
headerRow?: number, 
/**
 * Which column fills which field.
 */
mapping: Array<ColumnField>, 
/**
 * Fingerprint of the header, as `imports.recognise` answered it: the mapping is remembered for the next file.
 */
fingerprint?: string, 
/**
 * Values for fields that the file does not have, e.g. the platform that sent it.
 */
defaults?: { [key in string]: string }, };

export type JsonValue = number | string | boolean | Array<JsonValue> | { [key in string]: JsonValue } | null;

/**
 * Something that somebody changed since, and that therefore stays.
 */
export type Kept = { 
/**
 * Row of the file.
 */
row: number, 
/**
 * Name of the record.
 */
name: string, 
/**
 * Field or unit, in Chinese where it has a label.
 */
field: string, 
/**
 * Why it stays, in Chinese.
 */
reason: string, };

/**
 * The last time the office dealt with a subject.
 */
export type LastContact = { 
/**
 * Date.
 */
on: string, 
/**
 * Stable word: inspection.
 */
kind: string, 
/**
 * Chinese words.
 */
words: string, };

/**
 * A duty and what follows from breaking it.
 */
export type LawLine = { 
/**
 * `livestream-26-2`
 */
id: string, 
/**
 * Full name of the law.
 */
law: string, 
/**
 * Who issued it.
 */
issuer: string, 
/**
 * 文号 or date of passing.
 */
docNo: string, 
/**
 * In force from, `YYYY-MM-DD`.
 */
effectiveDate: string, 
/**
 * 第二十六条第二款
 */
article: string, 
/**
 * The duty, in our own words.
 */
duty: string, 
/**
 * Who bears it.
 */
who: Answerable, 
/**
 * The article with the penalty; empty if there is none of its own.
 */
penaltyArticle: string, 
/**
 * The penalty, in our own words; empty if none.
 */
penalty: string, 
/**
 * The article as published, where it was read.
 */
text?: string, 
/**
 * A remark.
 */
note?: string, 
/**
 * Where it was read.
 */
source: string, 
/**
 * How far it was checked.
 */
verified: Verified, };

/**
 * What narrows a list.
 */
export type ListFilter = { 
/**
 * Exact status.
 */
status?: string, 
/**
 * Exact platform name.
 */
platformName?: string, 
/**
 * Exact street.
 */
street?: string, 
/**
 * Exact risk class.
 */
riskClass?: string, 
/**
 * Any part of the name, pinyin, account, code, phone.
 */
text?: string, };

/**
 * Which page of which list.
 */
export type ListInput = { 
/**
 * Wire name of the register.
 */
register: string, 
/**
 * What narrows it.
 */
filter?: ListFilter, 
/**
 * `next` of the page before.
 */
after?: string, 
/**
 * Rows per page, 50 if absent, at most 500.
 */
limit?: number, };

/**
 * Whom to list.
 */
export type ListPeople = { 
/**
 * Also those who left.
 */
includeRetired?: boolean, };

/**
 * One row of a list.
 */
export type ListRow = { 
/**
 * Identity.
 */
id: Id, 
/**
 * Revision.
 */
rev: Id, 
/**
 * Name.
 */
name: string, 
/**
 * The fields shown in the list, personal ones masked.
 */
values: { [key in string]: string | null }, 
/**
 * The last inspection.
 */
lastContact: LastContact | null, 
/**
 * Rectifications under way.
 */
openRectifications: number, 
/**
 * Rung of the last closed rating.
 */
rating: string | null, };

/**
 * A pack file to load.
 */
export type LoadInput = { 
/**
 * Handle of the file.
 */
file: string, };

/**
 * What was loaded.
 */
export type Loaded = { 
/**
 * Identity.
 */
id: Id, 
/**
 * Chinese title.
 */
title: string, 
/**
 * Version.
 */
version: string, 
/**
 * What differs from the version before, in Chinese words.
 */
changes: Array<string>, };

/**
 * For calls without input: `{}`.
 */
export type Nothing = Record<symbol, never>;

/**
 * What the shell shows.
 */
export type Overview = { 
/**
 * Identity.
 */
id: Id, 
/**
 * Revision.
 */
rev: Id, 
/**
 * 单位名称
 */
name: string, 
/**
 * 单位代码
 */
code: string, 
/**
 * 所属局: papers are issued in its name.
 */
bureau: string, 
/**
 * 地址
 */
address: string, 
/**
 * 电话
 */
phone: string, 
/**
 * 机关代字
 */
numberPrefix: string, 
/**
 * 辖区街道
 */
streets: Array<string>, 
/**
 * A demonstration or practice office.
 */
practice: boolean, 
/**
 * Head of this device's chain.
 */
chainHead: string, 
/**
 * Entries in the journal.
 */
journalEntries: number, 
/**
 * When the last deed was saved.
 */
lastSavedAt: number | null, 
/**
 * The newest backup.
 */
lastBackup: BackupKnown | null, 
/**
 * The newest verified backup is older than one day, or there is none.
 */
backupOverdue: boolean, 
/**
 * Years whose working-day calendar is loaded.
 */
calendarYears: Array<number>, 
/**
 * Next year, when its calendar is missing and the year is near its end.
 */
nextYearCalendarMissing: number | null, };

/**
 * A pack that was read and found whole.
 */
export type Pack = { 
/**
 * SHA-256 of the file's bytes, hex.
 */
sha256: string, 
/**
 * Its lines.
 */
lines: PackLines, 
/**
 * Stable name, the same in every version: `checklist-room`.
 */
pack: string, 
/**
 * Chinese name.
 */
name: string, 
/**
 * Version, compared as text: `2026.1`.
 */
version: string, 
/**
 * First day on which it holds, `YYYY-MM-DD`.
 */
effectiveFrom: string, 
/**
 * Where the pack as a whole comes from.
 */
source: string, 
/**
 * Room for a signature.
 */
signature: string | null, 
/**
 * What the lines hold.
 */
kind: PackKind, 
/**
 * Sentences printed wherever the pack is used.
 */
notices?: Array<string>, 
/**
 * Of a calendar: its year.
 */
year?: number, 
/**
 * Of a checklist: what it looks at.
 */
subject?: ChecklistSubject, 
/**
 * Of time limits: the roll-over switch.
 */
rollOver?: RollOver, };

/**
 * Which pack.
 */
export type PackInput = { 
/**
 * Identity.
 */
id: Id, };

/**
 * What a pack holds.
 */
export type PackKind = "law-catalogue" | "checklist" | "result-words" | "calendar" | "time-limits" | "scheme" | "phrases" | "labels";

/**
 * The Chinese label of an English word of the database.
 */
export type PackLabel = { 
/**
 * `roomStatus`
 */
group: string, 
/**
 * `active`
 */
code: string, 
/**
 * 在营
 */
words: string, 
/**
 * Where the word comes from.
 */
source: string, 
/**
 * How far it was checked.
 */
verified: Verified, };

/**
 * The lines, by kind.
 */
export type PackLines = Array<LawLine> | Array<ChecklistItem> | Array<ResultWord> | Array<CalendarDay> | Array<TimeLimit> | Array<SchemeLine> | Array<Phrase> | Array<PackLabel>;

/**
 * A whole pack.
 */
export type PackShown = { 
/**
 * Its head.
 */
summary: PackSummary, 
/**
 * Its content.
 */
content: Pack, };

/**
 * A pack's head as listed in 设置.
 */
export type PackSummary = { 
/**
 * Identity.
 */
id: Id, 
/**
 * Stable name, the same in every version.
 */
name: string, 
/**
 * What the lines hold.
 */
kind: PackKind, 
/**
 * Chinese title.
 */
title: string, 
/**
 * Version.
 */
version: string, 
/**
 * First day on which it holds.
 */
effectiveFrom: string, 
/**
 * Where it comes from.
 */
source: string, 
/**
 * SHA-256 of the file.
 */
sha256: string, 
/**
 * When it was loaded, UTC milliseconds.
 */
loadedAt: number, 
/**
 * How many lines.
 */
lines: number, 
/**
 * How many of them are not settled: shown as 待核.
 */
unverified: number, 
/**
 * New records use it.
 */
current: boolean, };

/**
 * A page of rows.
 */
export type Page<T> = { 
/**
 * The rows.
 */
rows: Array<T>, 
/**
 * Opaque cursor of the next page; absent at the end.
 */
next: string | null, 
/**
 * How many in all, at most the cap.
 */
total: number, 
/**
 * `total` is the cap and there are more.
 */
totalIsCapped: boolean, };

/**
 * One person.
 */
export type Person = { 
/**
 * Identity.
 */
id: Id, 
/**
 * Revision.
 */
rev: Id, 
/**
 * 姓名
 */
name: string, 
/**
 * 所在单位
 */
unitName: string, 
/**
 * 执法证号, as text
 */
certificateNo: string, 
/**
 * 有效期至, YYYY-MM-DD
 */
certificateUntil: string | null, 
/**
 * There is a certificate and it is valid today.
 */
certificateValid: boolean, 
/**
 * Of [`ROLES`].
 */
roles: Array<string>, 
/**
 * 回避: subjects or words this person keeps away from. Internal, never printed on a public sheet.
 */
recusals: Array<string>, 
/**
 * No longer here.
 */
retired: boolean, };

/**
 * 常用语 with blanks written as `{销售者名称}`.
 */
export type Phrase = { 
/**
 * Identity.
 */
id: string, 
/**
 * Heading in the picker.
 */
group: string, 
/**
 * Items for which it is offered first; empty means all.
 */
items: Array<string>, 
/**
 * The sentence.
 */
words: string, 
/**
 * Names of its blanks, in order.
 */
blanks: Array<string>, 
/**
 * Where it comes from.
 */
source: string, 
/**
 * How far it was checked.
 */
verified: Verified, };

/**
 * How far long work is.
 */
export type Progress = { 
/**
 * Units done.
 */
done: number, 
/**
 * Units in all, 0 if unknown.
 */
total: number, 
/**
 * What is going on, in Chinese.
 */
words: string, };

/**
 * What an import did, or would do.
 */
export type Receipt = { 
/**
 * Rows read: created + updated + unchanged + rejected.
 */
rows: number, 
/**
 * New records.
 */
created: number, 
/**
 * Records that the file changed.
 */
updated: number, 
/**
 * Records that were as the file says, and exact repeats.
 */
unchanged: number, 
/**
 * Rows that were not taken.
 */
rejected: number, 
/**
 * The first 200 of them.
 */
rejects: Array<Reject>, 
/**
 * The batch; absent for a trial.
 */
batch: Id | null, 
/**
 * Register.
 */
register: string, 
/**
 * Name of the file.
 */
fileName: string, 
/**
 * SHA-256 of the file.
 */
fileHash: string, 
/**
 * SHA-256 over the outcome of every row; absent for a trial.
 */
outcomeHash: string | null, 
/**
 * UTC milliseconds.
 */
startedAt: number, 
/**
 * UTC milliseconds; absent for a trial.
 */
finishedAt: number | null, 
/**
 * open, committed, cancelled, undone, or trial.
 */
state: string, 
/**
 * Head of the journal when it was settled.
 */
chainHead: string | null, };

/**
 * A file to look at.
 */
export type RecogniseInput = { 
/**
 * Handle of the file.
 */
file: string, 
/**
 * Register; guessed if absent.
 */
register?: string, 
/**
 * Sheet; the first with rows if absent.
 */
sheet?: string, 
/**
 * Row that names the columns, counted from 1; 0 if there is none.
 */
headerRow?: number, };

/**
 * What a file is.
 */
export type RecogniseOutput = { 
/**
 * Handle for the next steps.
 */
source: string, 
/**
 * Name of the file.
 */
fileName: string, 
/**
 * What it is, by its content.
 */
format: Format, 
/**
 * How its characters are written.
 */
encoding: Encoding, 
/**
 * Its sheets.
 */
sheets: Array<SheetInfo>, 
/**
 * The sheet that the mapping below is for.
 */
sheet: string, 
/**
 * Chinese sentences for whoever imports.
 */
notes: Array<string>, 
/**
 * The register it looks like.
 */
guessedRegister: string, 
/**
 * The register that the mapping below is for.
 */
register: string, 
/**
 * Fingerprint of the header.
 */
fingerprint: string, 
/**
 * The mapping was remembered from an earlier file with the same header.
 */
remembered: boolean, 
/**
 * Which column is which field.
 */
mapping: Array<ColumnGuess>, };

/**
 * One subject.
 */
export type RecordPage = { 
/**
 * Identity.
 */
id: Id, 
/**
 * Revision.
 */
rev: Id, 
/**
 * Register.
 */
register: string, 
/**
 * Name.
 */
name: string, 
/**
 * No longer in use.
 */
retired: boolean, 
/**
 * All fields, personal ones masked.
 */
values: { [key in string]: string | null }, 
/**
 * Wire names of the masked fields that hold something.
 */
masked: Array<string>, 
/**
 * To look at.
 */
warnings: Array<Warning>, 
/**
 * Who operates, hosts, supplies.
 */
relations: Array<Relation>, 
/**
 * Draws.
 */
drawn: Drawn, 
/**
 * Newest first, at most 200 lines.
 */
timeline: Array<TimelineEvent>, 
/**
 * What is due.
 */
due: Array<Due>, };

/**
 * One register, for lists and forms.
 */
export type RegisterShown = { 
/**
 * Wire name.
 */
register: string, 
/**
 * 中文
 */
label: string, 
/**
 * Its fields.
 */
fields: Array<FieldShown>, };

/**
 * A row that was not taken.
 */
export type Reject = { 
/**
 * Its number in the file, as WPS shows it.
 */
row: number, 
/**
 * Why, in Chinese.
 */
reason: string, };

/**
 * Something that belongs to the subject.
 */
export type Relation = { 
/**
 * Chinese word of the relation.
 */
kind: string, 
/**
 * Register of the other side, if it is registered.
 */
register: string | null, 
/**
 * The other record, if it is registered.
 */
id: Id | null, 
/**
 * Its name.
 */
name: string, };

/**
 * A coded word: result of a check, follow-up, result of an item, of a recheck.
 */
export type ResultWord = { 
/**
 * `checkResult` | `followUp` | `itemResult` | `recheckResult` | `recordLabel`
 */
group: string, 
/**
 * Stable English code, unique in its group.
 */
code: string, 
/**
 * The words.
 */
words: string, 
/**
 * Tasks it serves: `publicInfo`, `room`, `platform`.
 */
appliesTo: Array<string>, 
/**
 * Codes of other systems that mean the same.
 */
alias: Array<string>, 
/**
 * A remark.
 */
note?: string, 
/**
 * Where the words come from.
 */
source: string, 
/**
 * How far they were checked.
 */
verified: Verified, };

/**
 * Retire or bring back.
 */
export type RetirePerson = { 
/**
 * The person.
 */
id: Id, 
/**
 * The revision that was read.
 */
rev: Id, 
/**
 * True when leaving.
 */
retired: boolean, };

/**
 * Retire or bring back.
 */
export type RetireRecord = { 
/**
 * Wire name of the register.
 */
register: string, 
/**
 * The record.
 */
id: Id, 
/**
 * The revision that was read.
 */
rev: Id, 
/**
 * True to retire.
 */
retired: boolean, 
/**
 * Why.
 */
reason: string, };

/**
 * A personal field to look at.
 */
export type Reveal = { 
/**
 * Wire name of the register.
 */
register: string, 
/**
 * The record.
 */
id: Id, 
/**
 * Wire name of the field.
 */
field: string, };

/**
 * The full value.
 */
export type Revealed = { 
/**
 * As stored.
 */
value: string, };

/**
 * The new revision of a record that was written.
 */
export type Revision = { 
/**
 * The record's revision now.
 */
rev: Id, };

/**
 * Whether the last day of a period moves to the next working day.
 */
export type RollOver = { 
/**
 * A day off by the State Council's notice.
 */
legalHoliday: boolean, 
/**
 * A plain Saturday or Sunday.
 */
weekend: boolean, 
/**
 * What the switch means, in Chinese.
 */
words: string, 
/**
 * Where the rule comes from.
 */
source: string, 
/**
 * How far it was checked.
 */
verified: Verified, };

/**
 * The office's own data as entered.
 */
export type SaveOffice = { 
/**
 * The revision that was read.
 */
rev: Id, 
/**
 * 单位名称
 */
name: string, 
/**
 * 所属局
 */
bureau: string, 
/**
 * 地址
 */
address: string, 
/**
 * 电话
 */
phone: string, 
/**
 * 机关代字
 */
numberPrefix: string, 
/**
 * 辖区街道
 */
streets: Array<string>, };

/**
 * A person as entered.
 */
export type SavePerson = { 
/**
 * Absent for a new person.
 */
id?: Id, 
/**
 * The revision that was read.
 */
rev?: Id, 
/**
 * 姓名
 */
name: string, 
/**
 * 所在单位
 */
unitName: string, 
/**
 * 执法证号
 */
certificateNo: string, 
/**
 * 有效期至
 */
certificateUntil?: string, 
/**
 * Of [`ROLES`].
 */
roles: Array<string>, 
/**
 * 回避
 */
recusals: Array<string>, };

/**
 * A record as entered.
 */
export type SaveRecord = { 
/**
 * Wire name of the register.
 */
register: string, 
/**
 * Absent for a new record.
 */
id?: Id, 
/**
 * The revision that was read.
 */
rev?: Id, 
/**
 * The fields to write; those not named stay.
 */
values: { [key in string]: string | null }, };

/**
 * The identity and the new revision of a record that was written.
 */
export type Saved = { 
/**
 * The record.
 */
id: Id, 
/**
 * Its revision now.
 */
rev: Id, };

/**
 * What was saved, and what to look at.
 */
export type SavedRecord = { 
/**
 * The record.
 */
id: Id, 
/**
 * Its revision now.
 */
rev: Id, 
/**
 * To look at; nothing was blocked.
 */
warnings: Array<Warning>, 
/**
 * Records that may be the same subject.
 */
duplicates: Array<Duplicate>, };

/**
 * A line of a rating scheme.
 */
export type SchemeLine = { "type": "group", 
/**
 * Identity.
 */
id: string, 
/**
 * Heading.
 */
title: string, 
/**
 * Sum of its indicators.
 */
weight: number, 
/**
 * Where it comes from.
 */
source: string, 
/**
 * How far it was checked.
 */
verified: Verified, } | { "type": "indicator", 
/**
 * Identity.
 */
id: string, 
/**
 * Group's identity.
 */
group: string, 
/**
 * Number on the sheet, 1.1.
 */
no: string, 
/**
 * Name.
 */
title: string, 
/**
 * Full marks.
 */
weight: number, 
/**
 * How the marks are made up.
 */
points: Array<SchemePoint>, 
/**
 * Kinds of 佐证材料.
 */
evidence: Array<string>, 
/**
 * Lines of the catalogue, may be empty.
 */
basis: Array<string>, 
/**
 * Where it comes from.
 */
source: string, 
/**
 * How far it was checked.
 */
verified: Verified, } | { "type": "veto", 
/**
 * Identity.
 */
id: string, 
/**
 * Short words.
 */
title: string, 
/**
 * When it is met.
 */
words: string, 
/**
 * Lines of the catalogue, may be empty.
 */
basis: Array<string>, 
/**
 * Where it comes from.
 */
source: string, 
/**
 * How far it was checked.
 */
verified: Verified, } | { "type": "rung", 
/**
 * Identity.
 */
id: string, 
/**
 * Name.
 */
title: string, 
/**
 * Least score out of 100.
 */
minScore: number, 
/**
 * What is asked besides the score.
 */
condition: string, 
/**
 * Where it comes from.
 */
source: string, 
/**
 * How far it was checked.
 */
verified: Verified, } | { "type": "setting", 
/**
 * Identity.
 */
id: string, 
/**
 * What it means.
 */
words: string, 
/**
 * The number.
 */
value: number, 
/**
 * Where it comes from.
 */
source: string, 
/**
 * How far it was checked.
 */
verified: Verified, };

/**
 * Points within an indicator.
 */
export type SchemePoint = { 
/**
 * Points at most.
 */
score: number, 
/**
 * For what.
 */
words: string, };

/**
 * What to look for.
 */
export type SearchInput = { 
/**
 * As typed.
 */
text: string, 
/**
 * Only in this register.
 */
register?: string, 
/**
 * Hits per register, 10 if absent, at most 200.
 */
limit?: number, };

/**
 * The hits.
 */
export type SearchOutput = { 
/**
 * How many in all, at most the cap per register.
 */
total: number, 
/**
 * There are more than `total`.
 */
totalIsCapped: boolean, 
/**
 * Hits, register by register.
 */
hits: Array<Hit>, 
/**
 * How many in each register.
 */
groups: { [key in string]: number }, 
/**
 * The index is still taking in a long import: hits may be missing.
 */
indexing: boolean, };

/**
 * One sheet that was looked at.
 */
export type SheetInfo = { 
/**
 * Its name; hand it back in `ReadOptions`.
 */
name: string, 
/**
 * Rows of data below the header, blank ones left out. In sheets of more than 32 MB counted by their tags.
 */
rowsSeen: number, 
/**
 * Row that names the columns, counted from 1; none if the table begins with data.
 */
headerRow: number | null, 
/**
 * Names of the columns; `列1`, `列2` … where there is no name.
 */
headers: Array<string>, 
/**
 * The first rows below the header, long cells cut.
 */
preview: Array<Array<string>>, };

/**
 * An extension that somebody may grant.
 */
export type TimeExtension = { 
/**
 * How much; absent where the law names no amount.
 */
amount: number | null, 
/**
 * Its unit.
 */
unit: TimeUnit, 
/**
 * Who grants it and when.
 */
condition: string, };

/**
 * A statutory time limit.
 */
export type TimeLimit = { 
/**
 * `verify-lead`
 */
id: string, 
/**
 * What must be done.
 */
step: string, 
/**
 * How many.
 */
amount: number, 
/**
 * Of what.
 */
unit: TimeUnit, 
/**
 * The event that starts it; the day of the event is not counted.
 */
countFrom: string, 
/**
 * The extension, if the law knows one.
 */
extension: TimeExtension | null, 
/**
 * In force from, where later than the pack.
 */
effectiveFrom?: string, 
/**
 * Time that is not counted.
 */
excluded?: string, 
/**
 * Article.
 */
article: string, 
/**
 * Law.
 */
law: string, 
/**
 * Where it was read.
 */
source: string, 
/**
 * How far it was checked.
 */
verified: Verified, };

/**
 * Unit of a time limit.
 */
export type TimeUnit = "workingDay" | "day" | "month" | "year" | "hour";

/**
 * One line of the time line.
 */
export type TimelineEvent = { 
/**
 * Instant, if known: orders the line.
 */
at: number, 
/**
 * Date.
 */
on: string, 
/**
 * change, import, inspection, finding, rectification, rating, complaint, document, draw
 */
kind: string, 
/**
 * Chinese title.
 */
title: string, 
/**
 * Chinese detail.
 */
detail: string, 
/**
 * Who.
 */
people: string | null, 
/**
 * The record it leads to.
 */
id: Id | null, };

/**
 * What a call reads or changes. Screens ask again when one of their topics changed.
 */
export type Topic = "Office" | "People" | "Rules" | "Registers" | "Imports" | "Draws" | "Inspections" | "Evidence" | "Rectifications" | "Ratings" | "Documents" | "Complaints" | "Backups";

/**
 * A trial: the figures and some rows to look at.
 */
export type Trial = { 
/**
 * The first 50 rows that would change.
 */
updatedRows: Array<UpdatedSample>, 
/**
 * The first 20 that would be new.
 */
createdRows: Array<CreatedSample>, 
/**
 * Rows read: created + updated + unchanged + rejected.
 */
rows: number, 
/**
 * New records.
 */
created: number, 
/**
 * Records that the file changed.
 */
updated: number, 
/**
 * Records that were as the file says, and exact repeats.
 */
unchanged: number, 
/**
 * Rows that were not taken.
 */
rejected: number, 
/**
 * The first 200 of them.
 */
rejects: Array<Reject>, 
/**
 * The batch; absent for a trial.
 */
batch: Id | null, 
/**
 * Register.
 */
register: string, 
/**
 * Name of the file.
 */
fileName: string, 
/**
 * SHA-256 of the file.
 */
fileHash: string, 
/**
 * SHA-256 over the outcome of every row; absent for a trial.
 */
outcomeHash: string | null, 
/**
 * UTC milliseconds.
 */
startedAt: number, 
/**
 * UTC milliseconds; absent for a trial.
 */
finishedAt: number | null, 
/**
 * open, committed, cancelled, undone, or trial.
 */
state: string, 
/**
 * Head of the journal when it was settled.
 */
chainHead: string | null, };

/**
 * What was taken back.
 */
export type Undone = { 
/**
 * Records taken back.
 */
undone: number, 
/**
 * How many fields stay.
 */
kept_count: number, 
/**
 * The first 200 of them.
 */
kept: Array<Kept>, };

/**
 * A row that would change.
 */
export type UpdatedSample = { 
/**
 * Its number in the file.
 */
row: number, 
/**
 * The record's name.
 */
name: string, 
/**
 * Old and new, cell by cell.
 */
changes: Array<CellChange>, };

/**
 * How far a line was checked. Only `Text` may be shown as settled law.
 */
export type Verified = "text" | "press" | "recalled" | "own";

/**
 * Something to look at.
 */
export type Warning = { 
/**
 * Wire name of the field.
 */
field: string, 
/**
 * Chinese sentence.
 */
message: string, };

/**
 * Wire form of a failure.
 */
export type WireFailure = { 
/**
 * One of `invalid`, `notFound`, `conflict`, `notAllowed`, `fileTooNew`, `diskFull`, `cancelled`, `internal`.
 */
code: string, 
/**
 * Chinese sentence for the user.
 */
message: string, 
/**
 * The field of the input at fault, if any.
 */
field?: string, };

/**
 * A term to count.
 */
export type WorkingDaysInput = { 
/**
 * The day that is not counted.
 */
from: string, 
/**
 * Working days.
 */
days: number, };

/**
 * Where a term ends.
 */
export type WorkingDaysOutput = { 
/**
 * The last day.
 */
date: string, 
/**
 * 周五
 */
weekday: string, };

/** Every call: what goes in, what comes out. */
export interface Calls {
  /** The office's own data and the health of its folder. */
  'office.overview': { input: Nothing; output: Overview }
  /** Changes the office's own data. */
  'office.save': { input: SaveOffice; output: Revision }
  /** Checks journal chain, evidence hashes, references and the database. */
  'office.check': { input: Nothing; output: CheckReport }
  /** Makes a verified backup. */
  'office.backup': { input: Nothing; output: BackupMade }
  /** The time line of a record or of the office. */
  'office.history': { input: HistoryInput; output: HistoryPage }
  /** The people of the office. */
  'people.list': { input: ListPeople; output: Array<Person> }
  /** Adds or changes a person. */
  'people.save': { input: SavePerson; output: Saved }
  /** Retires a person, or brings one back. */
  'people.retire': { input: RetirePerson; output: Revision }
  /** Rule packs in the office. */
  'rules.packs': { input: Nothing; output: Array<PackSummary> }
  /** One rule pack, whole. */
  'rules.pack': { input: PackInput; output: PackShown }
  /** Loads a rule pack file; one with a broken line is refused whole. */
  'rules.load': { input: LoadInput; output: Loaded }
  /** Chinese labels of the English words in the database. */
  'rules.labels': { input: Nothing; output: { [key in string]: { [key in string]: string } } }
  /** The loaded years of the working-day calendar. */
  'rules.calendar': { input: Nothing; output: CalendarShown }
  /** Where a term of working days ends. */
  'rules.workingDays': { input: WorkingDaysInput; output: WorkingDaysOutput }
  /** The registers and their fields. */
  'registers.definitions': { input: Nothing; output: Array<RegisterShown> }
  /** How many records each register holds. */
  'registers.counts': { input: Nothing; output: { [key in string]: number } }
  /** One page of a register. */
  'registers.list': { input: ListInput; output: Page<ListRow> }
  /** The most frequent values of a field. */
  'registers.facets': { input: FacetInput; output: Array<Facet> }
  /** One subject with its time line, relations and what is due. */
  'registers.get': { input: GetRecord; output: RecordPage }
  /** The full value of a masked field; the look is journalled. */
  'registers.reveal': { input: Reveal; output: Revealed }
  /** Adds or changes a record. */
  'registers.save': { input: SaveRecord; output: SavedRecord }
  /** Retires a record or brings one back. */
  'registers.retire': { input: RetireRecord; output: Revision }
  /** Finds records by any part of a name, pinyin, account, code or phone. */
  'registers.search': { input: SearchInput; output: SearchOutput }
  /** Looks at a file: format, sheets, header, mapping. */
  'imports.recognise': { input: RecogniseInput; output: RecogniseOutput }
  /** What an import would do; writes nothing. */
  'imports.trial': { input: ImportPlan; output: Trial }
  /** Imports a file: all rows or none, with a receipt that adds up. */
  'imports.commit': { input: ImportPlan; output: Receipt }
  /** The imports so far. */
  'imports.list': { input: Nothing; output: Array<BatchRow> }
  /** The receipt of a batch. */
  'imports.receipt': { input: BatchInput; output: Receipt }
  /** The rejected rows of a batch as a csv. */
  'imports.rejects': { input: BatchInput; output: FileResult }
  /** Takes a batch back; what somebody changed since is listed and left. */
  'imports.undo': { input: BatchInput; output: Undone }
}

/** What a read shows or a write changes. */
export const topics: Record<keyof Calls, readonly Topic[]> = {
  'office.overview': ['Office', 'Backups', 'Rules'],
  'office.save': ['Office'],
  'office.check': ['Office'],
  'office.backup': ['Backups', 'Office'],
  'office.history': ['Office'],
  'people.list': ['People'],
  'people.save': ['People'],
  'people.retire': ['People'],
  'rules.packs': ['Rules'],
  'rules.pack': ['Rules'],
  'rules.load': ['Rules'],
  'rules.labels': ['Rules'],
  'rules.calendar': ['Rules'],
  'rules.workingDays': ['Rules'],
  'registers.definitions': ['Registers'],
  'registers.counts': ['Registers'],
  'registers.list': ['Registers', 'Inspections', 'Rectifications', 'Ratings'],
  'registers.facets': ['Registers'],
  'registers.get': ['Registers', 'Inspections', 'Rectifications', 'Ratings', 'Complaints', 'Documents', 'Draws'],
  'registers.reveal': [],
  'registers.save': ['Registers'],
  'registers.retire': ['Registers'],
  'registers.search': ['Registers'],
  'imports.recognise': [],
  'imports.trial': [],
  'imports.commit': ['Imports', 'Registers'],
  'imports.list': ['Imports'],
  'imports.receipt': ['Imports'],
  'imports.rejects': ['Imports'],
  'imports.undo': ['Imports', 'Registers'],
}
