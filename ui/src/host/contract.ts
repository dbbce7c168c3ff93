// The contract of calls. Made from the table in greenroom-core; do not edit by hand:
// `greenroom contract > ui/src/host/contract.ts` writes it, a test keeps it fresh.

/**
 * What a deed was about.
 */
export type About = { 
/**
 * Its name, title or number.
 */
name: string, 
/**
 * How many others of its kind the deed changed as well.
 */
others: number, 
/**
 * Which page shows it: `subject`, or the name of its table; empty where there is none.
 */
kind: string, 
/**
 * Wire name of its register, of a subject only.
 */
register: string | null, 
/**
 * The record to open; absent with an empty kind.
 */
id: Id | null, };

/**
 * Records that an earlier file had.
 */
export type Absent = { 
/**
 * How many.
 */
count: number, 
/**
 * Names of the first 50.
 */
names: Array<string>, 
/**
 * The file that had them.
 */
fileName: string, 
/**
 * When that was imported, UTC milliseconds.
 */
at: number, };

/**
 * A file to deposit.
 */
export type AddEvidence = { 
/**
 * Handle of the file.
 */
file: string, 
/**
 * The inspection it belongs to.
 */
inspectionId?: Id, 
/**
 * The item of that inspection.
 */
itemId?: Id, 
/**
 * The rating it belongs to.
 */
ratingId?: Id, 
/**
 * The rectification it belongs to.
 */
rectificationId?: Id, 
/**
 * What it is.
 */
kind: EvidenceKind, 
/**
 * 出处
 */
source?: string, 
/**
 * 制作方法
 */
madeHow?: string, 
/**
 * 制作时间
 */
madeAt?: string, 
/**
 * 制作人
 */
madeBy?: string, 
/**
 * 时间点
 */
timeMark?: string, };

/**
 * A relation to enter.
 */
export type AddRelation = { 
/**
 * Stable word, see the labels `relationKind`.
 */
kind: string, 
/**
 * Who does it.
 */
from: RelationSide, 
/**
 * To whom.
 */
to: RelationSide, 
/**
 * First day, if known.
 */
since?: string, 
/**
 * Last day, if it has ended.
 */
until?: string, 
/**
 * Where it is known from.
 */
source?: string, 
/**
 * A remark.
 */
remark?: string, };

/**
 * What was seen.
 */
export type AddStanding = { 
/**
 * Register of the subject.
 */
register: string, 
/**
 * The subject.
 */
subjectId: Id, 
/**
 * display, annualReport, abnormalList, dishonestList, risk, watch
 */
kind: string, 
/**
 * Stable word of its group.
 */
state: string, 
/**
 * The day on which it was seen, or from which it holds.
 */
seenOn: string, 
/**
 * Of 内部关注: when it ends by itself.
 */
until?: string, 
/**
 * Of 年报: for which year.
 */
year?: number, 
/**
 * Why.
 */
reason?: string, 
/**
 * Where it is known from.
 */
source?: string, };

/**
 * A visit as entered.
 */
export type AddVisit = { 
/**
 * Register of the subject.
 */
register: string, 
/**
 * The subject.
 */
subjectId: Id, 
/**
 * Stable word, see the labels `visitKind`.
 */
kind: string, 
/**
 * The day.
 */
visitedOn: string, 
/**
 * Who was there, as written.
 */
people?: string, 
/**
 * What was said and seen.
 */
summary: string, 
/**
 * What is to follow.
 */
nextStep?: string, 
/**
 * By when.
 */
dueOn?: string, };

/**
 * Plan a new round of a draw.
 */
export type AgainDraw = { 
/**
 * The draw that cannot stand.
 */
id: Id, 
/**
 * Why.
 */
reason: string, 
/**
 * Who approved it.
 */
approvedBy: string, };

/**
 * 更正 or 撤回 of a line.
 */
export type AmendPublicationLine = { 
/**
 * The line.
 */
id: Id, 
/**
 * The revision that was read.
 */
rev: Id, 
/**
 * `corrected` or `withdrawn`
 */
state: string, 
/**
 * The right result word, code of the group `checkResult`, when corrected.
 */
resultWord: string, 
/**
 * Why.
 */
reason: string, };

/**
 * The whole answer of an item: what is absent is empty.
 */
export type AnswerItem = { 
/**
 * The item.
 */
item: Id, 
/**
 * The revision that was read.
 */
rev: Id, 
/**
 * What was found.
 */
result: ItemResult, 
/**
 * How it was looked at; absent for the approach's own method.
 */
method?: CheckMethod, 
/**
 * Code of the 涉嫌违法情形, or `other`.
 */
situation?: string, 
/**
 * 责任主体: codes of the labels' group `role`, several joined by commas.
 */
responsible?: string, 
/**
 * 事实, or a remark where there is no problem.
 */
fact?: string, 
/**
 * 改正期限 as the officer plans it, YYYY-MM-DD.
 */
correctBy?: string, };

/**
 * Who bears a duty.
 */
export type Answerable = "platform" | "room_operator" | "host" | "mcn" | "operator" | "supplier";

/**
 * Saved, and how far the inspection is.
 */
export type Answered = { 
/**
 * The item's revision now.
 */
rev: Id, 
/**
 * When it was committed, UTC milliseconds.
 */
savedAt: number, 
/**
 * Items that are no longer 未检查.
 */
checked: number, 
/**
 * Items with 发现问题.
 */
problems: number, 
/**
 * The new term in words, if it changed.
 */
correctByWords: string | null, };

/**
 * How the whole inspection is done.
 */
export type Approach = "replay" | "live" | "documents" | "onsite";

/**
 * The code of a province (two digits) or a city (four).
 */
export type AreaCode = { 
/**
 * Two or four digits.
 */
code: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Where it comes from.
 */
source: string, 
/**
 * How far it was checked.
 */
verified: Verified, };

/**
 * A record as it was at the end of a day.
 */
export type AsOf = { 
/**
 * The day.
 */
on: string, 
/**
 * Whether the record was there.
 */
there: There, 
/**
 * When it was registered, if known.
 */
registeredOn: string | null, 
/**
 * No longer in use then.
 */
retired: boolean, 
/**
 * All fields as they were, personal ones masked.
 */
values: { [key in string]: string | null }, 
/**
 * Wire names of the masked fields that held something.
 */
masked: Array<string>, 
/**
 * What is different today.
 */
different: Array<Since>, 
/**
 * Labels of the fields of which the journal cannot say how they were; they are left empty above.
 */
unsure: Array<string>, 
/**
 * Relations that held, by their own dates.
 */
relations: Array<SubjectRelation>, 
/**
 * Licences, by their own dates.
 */
licences: Array<Licence>, 
/**
 * The newest line of each kind of standing up to that day.
 */
standings: Array<Standing>, 
/**
 * 包片 on that day, by its own dates.
 */
responsibilities: Array<Responsibility>, 
/**
 * What to know about this view, in Chinese sentences.
 */
notes: Array<string>, };

/**
 * Which record on which day.
 */
export type AsOfInput = { 
/**
 * Wire name of the register.
 */
register: string, 
/**
 * The record.
 */
id: Id, 
/**
 * The day: the record is shown as it was at its end.
 */
on: string, };

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
 * A board.
 */
export type Board = { 
/**
 * When it was put together, UTC milliseconds.
 */
asOf: number, 
/**
 * The days it is about.
 */
period: Period, 
/**
 * The platform it is about.
 */
platformName: string | null, 
/**
 * Where the figures come from.
 */
sources: Array<string>, 
/**
 * What was not reported, by name.
 */
missing: Array<string>, 
/**
 * Some figures are still being counted: ask again.
 */
counting: boolean, 
/**
 * Of one platform.
 */
facts: Array<Fact>, 
/**
 * Single figures.
 */
cards: Array<Card>, 
/**
 * Charts.
 */
charts: Array<Chart>, };

/**
 * Which board, of which platform, for which days.
 */
export type BoardInput = { 
/**
 * Which board.
 */
board: BoardName, 
/**
 * For 平台明细; the first platform if absent.
 */
platformName?: string, 
/**
 * From the first of January to today if absent.
 */
period?: Period, };

/**
 * Which board.
 */
export type BoardName = "overview" | "governance" | "platform";

/**
 * One value that changes.
 */
export type BulkCell = { 
/**
 * Wire name of the field.
 */
field: string, 
/**
 * What stands there; personal data masked.
 */
before: string, 
/**
 * What will stand there.
 */
after: string, };

/**
 * Which records, and what they get.
 */
export type BulkChoice = { 
/**
 * Wire name of the register.
 */
register: string, 
/**
 * The records; those of the filter if empty.
 */
ids?: Array<Id>, 
/**
 * What narrows the list, if no records are named.
 */
filter?: ListFilter, 
/**
 * Values by wire name of the field; null empties it.
 */
values: { [key in string]: string | null }, };

/**
 * A bulk edit as it was seen in its preview.
 */
export type BulkCommit = { 
/**
 * As previewed.
 */
choice: BulkChoice, 
/**
 * What the preview answered: if a record has changed since, nothing is written.
 */
fingerprint: string, 
/**
 * Why.
 */
reason: string, };

/**
 * What a bulk edit did.
 */
export type BulkDone = { 
/**
 * The bulk edit, to take it back.
 */
id: Id, 
/**
 * Records changed.
 */
changed: number, 
/**
 * Records that somebody changed while it ran: they were left alone.
 */
refused: Array<KeptValue>, };

/**
 * A bulk edit that was made.
 */
export type BulkLine = { 
/**
 * Identity.
 */
id: Id, 
/**
 * When, UTC milliseconds.
 */
beganAt: number, 
/**
 * Who.
 */
person: string | null, 
/**
 * Why.
 */
reason: string, 
/**
 * Labels of the fields.
 */
fields: Array<string>, 
/**
 * Records changed.
 */
changed: number, 
/**
 * `open`, `committed`, `cancelled` or `undone`.
 */
state: string, };

/**
 * What a bulk edit would do.
 */
export type BulkPreview = { 
/**
 * Records that were chosen.
 */
chosen: number, 
/**
 * Those that change.
 */
changed: number, 
/**
 * Those that have these values already.
 */
unchanged: number, 
/**
 * Those that cannot be changed.
 */
refusedCount: number, 
/**
 * The first 200 that change.
 */
rows: Array<BulkRow>, 
/**
 * The first 200 that cannot be changed, with the reason.
 */
refused: Array<KeptValue>, 
/**
 * Stands for exactly these records as they are now.
 */
fingerprint: string, };

/**
 * One record that changes.
 */
export type BulkRow = { 
/**
 * The record.
 */
id: Id, 
/**
 * Its name.
 */
name: string, 
/**
 * What changes.
 */
changes: Array<BulkCell>, };

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
 * A task to cancel or to take up again.
 */
export type CancelPlanTask = { 
/**
 * The task.
 */
id: Id, 
/**
 * The revision that was read.
 */
rev: Id, 
/**
 * False to take it up again.
 */
cancelled: boolean, 
/**
 * Why.
 */
reason: string, };

/**
 * One figure.
 */
export type Card = { 
/**
 * Stable name.
 */
key: string, 
/**
 * 中文
 */
title: string, 
/**
 * Absent when not reported or not counted yet; never an estimate.
 */
value: number | null, 
/**
 * 家, 件, 万元
 */
unit: string, 
/**
 * 口径
 */
basis: string, 
/**
 * Opens what was counted.
 */
drill: Drill, 
/**
 * When it was counted, if not just now.
 */
asOf: number | null, };

/**
 * One cell that an import changes.
 */
export type CellChange = { 
/**
 * Wire name of the field.
 */
field: string, 
/**
 * What stood there; personal data masked.
 */
before: string, 
/**
 * What the file says; personal data masked.
 */
after: string, 
/**
 * The two are masked: they may look alike and are not.
 */
masked: boolean, };

/**
 * A cell of the preview that wants a second look.
 */
export type CellMark = { 
/**
 * Row of the preview, from 0.
 */
row: number, 
/**
 * Column, from 0.
 */
column: number, 
/**
 * What it is.
 */
is: CellMarkKind, };

/**
 * Why a cell wants a second look.
 */
export type CellMarkKind = "formula" | "picture" | "error" | "lossy";

/**
 * Revisions of the cells this person may write.
 */
export type CellRevs = { 
/**
 * 评审人一
 */
first: Id | null, 
/**
 * 评审人二
 */
second: Id | null, 
/**
 * 会商
 */
agreed: Id | null, };

/**
 * One chart.
 */
export type Chart = { 
/**
 * Stable name.
 */
key: string, 
/**
 * 中文
 */
title: string, 
/**
 * 口径
 */
basis: string, 
/**
 * How to draw it.
 */
kind: ChartKind, 
/**
 * 家, 件
 */
unit: string, 
/**
 * Empty when there is nothing: then `note` says why.
 */
series: Array<Series>, 
/**
 * 期内没有数据。最近一条在 2026-08。
 */
note: string | null, 
/**
 * When it was counted, if not just now.
 */
asOf: number | null, };

/**
 * How to draw a chart.
 */
export type ChartKind = "bars" | "columns" | "line" | "tiles";

/**
 * One 抽查事项 with its four aspects: 检查流程, 检查事项, 检查内容和方法, 检查依据.
 */
export type CheckMatter = { 
/**
 * `matter-room-price`
 */
id: string, 
/**
 * Number on the list, from 1 without gaps.
 */
no: number, 
/**
 * The department whose matter it is: 市场监管, 公安 …
 */
department: string, 
/**
 * Code of the labels' group `matterField`.
 */
field: string, 
/**
 * 抽查事项
 */
name: string, 
/**
 * Registers whose subjects it concerns.
 */
subjects: Array<string>, 
/**
 * 检查流程
 */
process: string, 
/**
 * 检查事项
 */
matter: string, 
/**
 * 检查内容和方法
 */
method: string, 
/**
 * 检查依据: lines of the catalogue.
 */
basis: Array<string>, 
/**
 * 检查依据 that is not in the catalogue, in words; empty if there is none.
 */
basisWords: string, 
/**
 * 抽查比例 in words.
 */
shareWords: string, 
/**
 * 抽查比例 in hundredths of a percent, where the list itself names one.
 */
share: number | null, 
/**
 * 抽查频次
 */
frequency: string, 
/**
 * Who may check.
 */
who: string, 
/**
 * 事项公布文号; empty until the office has filled it in.
 */
docNo: string, 
/**
 * The checklist whose items it takes together.
 */
checklist: string | null, 
/**
 * Those items.
 */
items: Array<string>, 
/**
 * Where the line comes from.
 */
source: string, 
/**
 * How far it was checked.
 */
verified: Verified, };

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
 * Values as typed, before anything is saved.
 */
export type CheckValues = { 
/**
 * Wire name of the register.
 */
register: string, 
/**
 * The fields to look at.
 */
values: { [key in string]: string | null }, };

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
 * The columns of a list, for the acting person.
 */
export type ChooseColumns = { 
/**
 * Wire name of the register.
 */
register: string, 
/**
 * Wire names in their order; the usual ones if empty.
 */
columns: Array<string>, };

/**
 * The end of a rating.
 */
export type CloseRating = { 
/**
 * The rating.
 */
id: Id, 
/**
 * The revision that was read.
 */
rev: Id, 
/**
 * 说明
 */
note: string, };

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
 * A field whose name is much like this one: offered, and taken only when somebody says so.
 */
suggestion: string | null, 
/**
 * How it was recognised.
 */
how: How, };

/**
 * One entry of the ledger.
 */
export type ComplaintRow = { 
/**
 * Identity.
 */
id: Id, 
/**
 * Revision.
 */
rev: Id, 
/**
 * 登记编号
 */
number: string, 
/**
 * complaint, report
 */
kind: string, 
/**
 * 登记日
 */
receivedOn: string, 
/**
 * 平台
 */
platformName: string, 
/**
 * The room, if known.
 */
roomId: Id | null, 
/**
 * 被投诉举报方
 */
subjectName: string, 
/**
 * 类目
 */
category: string, 
/**
 * 街道
 */
street: string, 
/**
 * As it came.
 */
state: string, 
/**
 * yes, no, pending
 */
verified: string, 
/**
 * 转送平台日
 */
forwardedOn: string | null, 
/**
 * 平台回告日
 */
answeredOn: string | null, 
/**
 * 解决日
 */
settledOn: string | null, };

/**
 * Complaints about a room.
 */
export type ComplaintsCounted = { 
/**
 * 核查属实: these count.
 */
verified: number, 
/**
 * All others: they do not.
 */
unverified: number, };

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
 * A plan to copy into another year.
 */
export type CopyPlan = { 
/**
 * The plan.
 */
id: Id, 
/**
 * The year of the new one.
 */
year: number, };

/**
 * Whether an order to correct comes before a fine.
 */
export type CorrectionFirst = "yes" | "checkHigherNorm" | "no";

/**
 * That there is a value which this person may not see yet.
 */
export type CoveredWord = "covered";

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
 * One day of the ribbon.
 */
export type DayShown = { 
/**
 * Date.
 */
date: string, 
/**
 * 周五
 */
weekday: string, 
/**
 * Nobody works; absent when the year's calendar is not loaded.
 */
off: boolean | null, 
/**
 * What falls on it.
 */
count: number, };

/**
 * Day off or make-up work day.
 */
export type DayType = "off" | "work";

/**
 * Days on which a person is away, first and last included.
 */
export type DaysOff = { 
/**
 * YYYY-MM-DD
 */
from: string, 
/**
 * YYYY-MM-DD
 */
to: string, };

/**
 * To decide about a finding.
 */
export type DecideFinding = { 
/**
 * The finding.
 */
id: Id, 
/**
 * The revision that was read.
 */
rev: Id, 
/**
 * What was decided.
 */
state: FindingDecision, 
/**
 * Why; of 不予立案 the clause.
 */
reason: string, };

/**
 * What a person decided about two records.
 */
export type DecidePair = { 
/**
 * Wire name of the register.
 */
register: string, 
/**
 * One.
 */
record: Id, 
/**
 * The other.
 */
other: Id, 
/**
 * True: they are not the same. False: the question is open again.
 */
separate: boolean, };

/**
 * What a person states about a piece of evidence; absent leaves as it is, empty clears.
 */
export type DescribeEvidence = { 
/**
 * Which.
 */
id: Id, 
/**
 * The revision that was read.
 */
rev: Id, 
/**
 * The item it belongs to.
 */
itemId?: Id, 
/**
 * What it is.
 */
kind?: EvidenceKind, 
/**
 * 出处
 */
source?: string, 
/**
 * 制作方法
 */
madeHow?: string, 
/**
 * 制作时间
 */
madeAt?: string, 
/**
 * 制作人
 */
madeBy?: string, 
/**
 * 时间点
 */
timeMark?: string, };

/**
 * A paper that was issued.
 */
export type DocumentIssued = { 
/**
 * The document.
 */
id: Id, 
/**
 * Handle for the host.
 */
file: string, 
/**
 * The name to save it under.
 */
fileName: string, 
/**
 * 文号
 */
number: string, };

/**
 * A paper that was issued.
 */
export type DocumentRow = { 
/**
 * Identity.
 */
id: Id, 
/**
 * Revision.
 */
rev: Id, 
/**
 * Code of the labels' group `documentKind`.
 */
kind: string, 
/**
 * Its name.
 */
title: string, 
/**
 * 文号
 */
number: string, 
/**
 * The subject; empty for a draw.
 */
subjectName: string, 
/**
 * The inspection that it records, if any.
 */
inspectionId: Id | null, 
/**
 * Code of the labels' group `documentState`.
 */
state: string, 
/**
 * When, UTC milliseconds.
 */
issuedAt: number, 
/**
 * The name to save it under.
 */
fileName: string, 
/**
 * SHA-256 of the file.
 */
fileSha256: string, 
/**
 * SHA-256 of the template; empty where there was none.
 */
templateSha256: string, 
/**
 * Head of the journal's chain when it was issued.
 */
chainHead: string, };

/**
 * For writes without anything to say.
 */
export type Done = { 
/**
 * Always true: failures are errors.
 */
ok: boolean, };

/**
 * What was to follow is done.
 */
export type DoneVisit = { 
/**
 * The visit.
 */
id: Id, 
/**
 * The revision that was read; absent where the list did not show it.
 */
rev?: Id, 
/**
 * The day.
 */
doneOn: string, };

/**
 * A whole draw.
 */
export type Draw = { id: Id, rev: Id, year: number, number: number, round: number, numberWords: string, title: string, basis: string, register: string, checklist: string, filter: DrawFilter, take: number, dueOn: string | null, state: string, poolCount: number | null, poolSha256: string | null, poolSm3: string | null, lockedAt: number | null, persons: Array<DrawPerson>, seedKind: string, seedPlace: string, seedWitnesses: Array<DrawWitness>, seed: string | null, seededAt: number | null, seededBy: Array<string>, drawnAt: number | null, resultSha256: string | null, algorithm: string, picks: Array<DrawPick>, steps: Array<DrawStep>, 
/**
 * What is wrong with the times, in Chinese.
 */
clockNotes: Array<string>, otherRounds: Array<DrawRound>, voidReason: string, voidApproval: string, 
/**
 * Why this round was planned after another, and who approved it.
 */
again: DrawAgain | null, terms: DrawTerms, strata: Array<Stratum>, lockSha256: string | null, 
/**
 * What every sheet says of the seed: that the program made it.
 */
seedNote: string | null, };

/**
 * Why a round followed another.
 */
export type DrawAgain = { 
/**
 * The round before.
 */
again: Id, 
/**
 * Why.
 */
reason: string, 
/**
 * Who approved it.
 */
approvedBy: string, };

/**
 * For whom a sheet is.
 */
export type DrawEdition = "internal" | "public";

/**
 * Why so many are left out.
 */
export type DrawExcluded = { 
/**
 * In Chinese.
 */
reason: string, 
/**
 * How many.
 */
count: number, };

/**
 * A subject left out by hand.
 */
export type DrawExclusion = { 
/**
 * The subject.
 */
subject: Id, 
/**
 * Its name, for the sheet.
 */
name: string, 
/**
 * Why.
 */
reason: string, };

/**
 * One thing that does not agree.
 */
export type DrawFault = { 
/**
 * A stable word, the same from every verifier.
 */
kind: string, 
/**
 * In Chinese.
 */
words: string, };

/**
 * Which draw's list.
 */
export type DrawFile = { 
/**
 * The draw.
 */
id: Id, };

/**
 * Which subjects of a register are in.
 */
export type DrawFilter = { 
/**
 * 状态
 */
status?: string, 
/**
 * 平台
 */
platformName?: string, 
/**
 * 镇街
 */
street?: string, 
/**
 * 信用风险分类; internal, never on a public sheet
 */
riskClass?: string, 
/**
 * Not inspected in the last so many months.
 */
notInspectedMonths?: number, };

/**
 * A draw whose subjects are not all inspected.
 */
export type DrawLine = { 
/**
 * Identity.
 */
id: Id, 
/**
 * Title.
 */
title: string, 
/**
 * To be done by.
 */
dueOn: string | null, 
/**
 * Inspected.
 */
done: number, 
/**
 * Being inspected.
 */
doing: number, 
/**
 * Drawn.
 */
total: number, };

/**
 * A locked list.
 */
export type DrawLocked = { 
/**
 * The draw's revision now.
 */
rev: Id, 
/**
 * Subjects on the list.
 */
poolCount: number, 
/**
 * 名单校验值, SHA-256
 */
poolSha256: string, 
/**
 * 名单校验值, SM3
 */
poolSm3: string, 
/**
 * SHA-256 of everything that was fixed: lists, shares, persons, recusals, seed source.
 */
lockSha256: string, 
/**
 * How many will be drawn.
 */
take: number, 
/**
 * Subjects that stay on the list though they reached the yearly cap.
 */
overCap: number, };

/**
 * Which draw to run.
 */
export type DrawNow = { 
/**
 * The draw.
 */
id: Id, 
/**
 * The revision that was read.
 */
rev: Id, };

/**
 * A paper to issue.
 */
export type DrawPaper = { 
/**
 * The draw.
 */
id: Id, 
/**
 * Which paper.
 */
kind: DrawPaperKind, };

/**
 * Which paper of a draw.
 */
export type DrawPaperKind = "lock" | "internal" | "public";

/**
 * A person of the list.
 */
export type DrawPerson = { 
/**
 * The person.
 */
id: Id, 
/**
 * 姓名
 */
name: string, 
/**
 * 执法证号
 */
certificateNo: string, 
/**
 * An inspector with a valid certificate: when the list was locked, before that today.
 */
valid: boolean, 
/**
 * Why left out.
 */
excludedReason: string | null, 
/**
 * 单位
 */
unit: string, 
/**
 * 业务专长
 */
skills: Array<string>, 
/**
 * Subjects of the list that this person keeps away from; known once the list is locked.
 */
avoids: number, 
/**
 * Names of those this person does not work with; known once the list is locked.
 */
apart: Array<string>, };

/**
 * A drawn subject.
 */
export type DrawPick = { 
/**
 * Identity.
 */
id: Id, 
/**
 * Revision.
 */
rev: Id, 
/**
 * Place in the fixed order.
 */
position: number, 
/**
 * The subject.
 */
subjectId: Id, 
/**
 * Its number.
 */
subjectNo: string, 
/**
 * Its name when drawn.
 */
subjectName: string, 
/**
 * 随机值
 */
ticket: string, 
/**
 * 组长
 */
leader: PickPerson | null, 
/**
 * 组员
 */
member: PickPerson | null, 
/**
 * Further members, those of joint departments too.
 */
others: Array<PickPerson>, 
/**
 * Who fell out and who followed.
 */
swaps: Array<PickSwap>, 
/**
 * The stratum it was drawn from; internal.
 */
stratum: string, 
/**
 * `drawn` or `replaced`
 */
state: string, 
/**
 * Why replaced.
 */
reason: string, 
/**
 * The pick it stands in for.
 */
replaces: Id | null, 
/**
 * Its inspection.
 */
inspectionId: Id | null, };

/**
 * How many subjects a list would have, and why others are not on it.
 */
export type DrawPreview = { 
/**
 * On the list.
 */
count: number, 
/**
 * Not on the list, by reason.
 */
excluded: Array<DrawExcluded>, 
/**
 * On the list though they reached the yearly cap.
 */
overCap: number, 
/**
 * What each stratum would give; empty without strata.
 */
strata: Array<PreviewStratum>, 
/**
 * What is short, in Chinese; with any of it the list cannot be locked.
 */
short: Array<string>, };

/**
 * What recomputing gave.
 */
export type DrawRecheck = { 
/**
 * Everything agrees.
 */
same: boolean, 
/**
 * The first place that differs.
 */
first: FirstDifference | null, 
/**
 * The list has the hash that was fixed when it was locked.
 */
poolSha256Same: boolean, 
/**
 * In Chinese.
 */
words: string, 
/**
 * Each thing that does not agree.
 */
faults: Array<DrawFault>, 
/**
 * What else is to be known: a clock that was set back.
 */
notes: Array<string>, };

/**
 * One drawn subject.
 */
export type DrawResultRow = { 
/**
 * The pick.
 */
id: Id, 
/**
 * Its inspection.
 */
inspectionId: Id | null, 
/**
 * ××市监检〔2026〕12号
 */
number: string, 
/**
 * The draw.
 */
drawId: Id, 
/**
 * Its title.
 */
drawTitle: string, 
/**
 * Register of the subject.
 */
register: string, 
/**
 * The subject.
 */
subjectId: Id, 
/**
 * Its name.
 */
subjectName: string, 
/**
 * The firm that answers for it.
 */
firm: string, 
/**
 * Its code; a citizen's number is masked.
 */
code: string, 
/**
 * 组长, 组员
 */
people: Array<string>, 
/**
 * planned, started, finished; empty without an inspection.
 */
state: string, 
/**
 * Code of the result word.
 */
resultWord: string, 
/**
 * Code of the follow-up.
 */
followUp: string, 
/**
 * To be checked by.
 */
dueOn: string | null, 
/**
 * The check ended.
 */
endedOn: string | null, 
/**
 * Last day to enter and publish; absent where the calendar does not reach.
 */
entryDue: string | null, 
/**
 * How it was reckoned.
 */
entryWords: string, 
/**
 * That day has passed.
 */
entryOverdue: boolean, 
/**
 * 复核: passed or not, absent without one.
 */
reviewPassed: boolean | null, 
/**
 * Who reviewed.
 */
reviewedBy: string, 
/**
 * What the review said.
 */
reviewWords: string, 
/**
 * The acting person handled this check, so they do not review it.
 */
handled: boolean, 
/**
 * Its line on a 公示 list.
 */
lineId: Id | null, 
/**
 * Revision of that line.
 */
lineRev: Id | null, 
/**
 * published or corrected
 */
lineState: string, 
/**
 * 公示日期
 */
publishedOn: string | null, 
/**
 * Why it cannot be published now; empty if it can.
 */
hindrance: string, };

/**
 * A page of the list, and the counts of all stages in the same scope.
 */
export type DrawResults = { 
/**
 * The rows.
 */
rows: Array<DrawResultRow>, 
/**
 * Cursor of the next page.
 */
next: string | null, 
/**
 * How many in all: the figure.
 */
total: number, 
/**
 * How many in each stage.
 */
counts: { [key in string]: number }, };

/**
 * Which list.
 */
export type DrawResultsInput = { 
/**
 * Draws of that year.
 */
year?: number, 
/**
 * Of one plan.
 */
planId?: Id, 
/**
 * Of one task.
 */
taskId?: Id, 
/**
 * Of one draw.
 */
drawId?: Id, 
/**
 * Of one inspection.
 */
inspectionId?: Id, 
/**
 * A stage or a column of the statistics.
 */
of: string, 
/**
 * `next` of the page before.
 */
after?: string, 
/**
 * Rows per page, 50 if absent, at most 500.
 */
limit?: number, };

/**
 * Another round of the same number.
 */
export type DrawRound = { 
/**
 * The draw.
 */
id: Id, 
/**
 * Its round.
 */
round: number, 
/**
 * Its state.
 */
state: string, };

/**
 * The table.
 */
export type DrawStatistics = { 
/**
 * Its title.
 */
title: string, 
/**
 * 33 of them.
 */
columns: Array<DrawStatisticsColumn>, 
/**
 * A line for each task, and for each draw outside a plan.
 */
rows: Array<DrawStatisticsRow>, 
/**
 * 合计
 */
total: DrawStatisticsRow, 
/**
 * What the sheet says about itself.
 */
notes: Array<string>, };

/**
 * A cell: a text, or a figure.
 */
export type DrawStatisticsCell = { 
/**
 * As shown.
 */
words: string, 
/**
 * The figure.
 */
value: number | null, };

/**
 * A column.
 */
export type DrawStatisticsColumn = { 
/**
 * Stable name; for a count also the name of the list.
 */
key: string, 
/**
 * Heading over several columns.
 */
group: string, 
/**
 * Its heading.
 */
title: string, 
/**
 * 口径
 */
basis: string, 
/**
 * The column whose list its figures open: its own, for a rate that of its numerator; empty where nothing opens.
 */
list: string, };

/**
 * Which table.
 */
export type DrawStatisticsInput = { 
/**
 * Draws of that year.
 */
year: number, 
/**
 * Only the tasks of one plan.
 */
planId?: Id, };

/**
 * A draw of a line, with its list.
 */
export type DrawStatisticsPool = { 
/**
 * The draw.
 */
drawId: Id, 
/**
 * Its title.
 */
title: string, 
/**
 * Subjects on its locked list.
 */
count: number, };

/**
 * A line.
 */
export type DrawStatisticsRow = { 
/**
 * Its task.
 */
taskId: Id | null, 
/**
 * Its draw, for one outside a plan.
 */
drawId: Id | null, 
/**
 * One for each column.
 */
cells: Array<DrawStatisticsCell>, 
/**
 * The draws behind 抽查基数.
 */
pools: Array<DrawStatisticsPool>, };

/**
 * A step of the draw.
 */
export type DrawStep = { 
/**
 * `plan`, `lock`, `seed`, `draw`, `inspect`
 */
key: string, 
/**
 * Done.
 */
done: boolean, 
/**
 * When.
 */
at: number | null, 
/**
 * In Chinese.
 */
words: string, };

/**
 * Strata by one column of the register.
 */
export type DrawStrata = { 
/**
 * The column, by its wire name: `riskClass`.
 */
by: string, 
/**
 * One line for each class that the list holds.
 */
classes: Array<StratumTerm>, };

/**
 * A draw in the list.
 */
export type DrawSummary = { 
/**
 * Identity.
 */
id: Id, 
/**
 * Revision.
 */
rev: Id, 
/**
 * Year of the number.
 */
year: number, 
/**
 * Number in the year.
 */
number: number, 
/**
 * Round of the number.
 */
round: number, 
/**
 * `编号 4，第 2 次`
 */
numberWords: string, 
/**
 * 抽查名称
 */
title: string, 
/**
 * `draft`, `locked`, `seeded`, `drawn` or `voided`
 */
state: string, 
/**
 * Subjects on the locked list.
 */
poolCount: number | null, 
/**
 * How many to draw.
 */
take: number, 
/**
 * To be checked by.
 */
due: string | null, 
/**
 * Subjects drawn that stand.
 */
drawn: number, 
/**
 * Of them, inspected.
 */
inspected: number, };

/**
 * Which file.
 */
export type DrawTaskListFormat = "xlsx" | "docx";

/**
 * Which tasks.
 */
export type DrawTaskListInput = { 
/**
 * Which file.
 */
format: DrawTaskListFormat, 
/**
 * Of one inspector.
 */
personId?: Id, 
/**
 * Of one plan.
 */
planId?: Id, 
/**
 * Of one task.
 */
taskId?: Id, 
/**
 * Of one draw.
 */
drawId?: Id, };

/**
 * What a plan lays down besides the filter.
 */
export type DrawTerms = { 
/**
 * Draw by strata; absent, the list is one.
 */
strata?: DrawStrata, 
/**
 * Most visits of a subject in a calendar year.
 */
yearlyCap?: YearlyCap, 
/**
 * Subjects left out one by one.
 */
exclusions?: Array<DrawExclusion>, 
/**
 * Officers of a team; absent, two.
 */
teamSize?: number, 
/**
 * 业务专长: each must be held by one of the team.
 */
skills?: Array<string>, 
/**
 * 联合部门: units that bring two of their own officers each.
 */
joint?: Array<string>, 
/**
 * First day of the checks, YYYY-MM-DD; absent, the day of the draw.
 */
startsOn?: string, };

/**
 * The weights of a draw.
 */
export type DrawWeight = { 
/**
 * The draw.
 */
id: Id, 
/**
 * 抽查名称
 */
title: string, 
/**
 * The day it was drawn.
 */
on: string, 
/**
 * One, or one for each stratum.
 */
lists: Array<ListWeight>, };

/**
 * A witness of the seed.
 */
export type DrawWitness = { 
/**
 * 姓名
 */
name: string, 
/**
 * 单位
 */
unit: string, };

/**
 * How often a subject was drawn.
 */
export type Drawn = { 
/**
 * Times.
 */
times: number, };

/**
 * A result.
 */
export type DrawnResult = { 
/**
 * The draw's revision now.
 */
rev: Id, 
/**
 * SHA-256 of the result's canonical text.
 */
resultSha256: string, 
/**
 * How many subjects were drawn.
 */
picks: number, };

/**
 * The list behind a figure: of a register (`registers.list`), or else of `dashboards.rows`.
 */
export type Drill = { 
/**
 * For `registers.list`.
 */
register?: string, 
/**
 * For `dashboards.rows`.
 */
list?: string, 
/**
 * What narrows it.
 */
filter: RowsFilter, };

/**
 * A view that goes.
 */
export type DropView = { 
/**
 * The view.
 */
id: Id, 
/**
 * The revision that was read.
 */
rev: Id, };

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
 * rectification, finding, inspection, visit, licence, watch
 */
kind: string, 
/**
 * The record.
 */
id: Id, };

/**
 * How much is due.
 */
export type DueCounts = { 
/**
 * 已逾期
 */
overdue: number, 
/**
 * 今日到期
 */
today: number, 
/**
 * In the next three working days.
 */
soon: number, };

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
 * Two records that may be the same subject.
 */
export type DuplicatePair = { 
/**
 * The one that was there first.
 */
record: Twin, 
/**
 * The other.
 */
other: Twin, 
/**
 * `sameCode`, `sameAccount`, `namePhone`, `nameAddress` or `sameKey`; words in the labels pack, group `likeness`.
 */
reason: string, };

/**
 * What looking through a register found.
 */
export type Duplicates = { 
/**
 * The first 200 pairs that nobody decided about, the surest first.
 */
pairs: Array<DuplicatePair>, 
/**
 * How many there are.
 */
total: number, 
/**
 * There may be more: looking ended when so many were found.
 */
more: boolean, 
/**
 * Groups too large to be compared: a telephone or address that hundreds share.
 */
crowds: number, 
/**
 * When the register was looked through, UTC milliseconds.
 */
asOf: number, 
/**
 * It has changed since.
 */
outdated: boolean, };

/**
 * How its characters are written.
 */
export type Encoding = "utf8" | "utf8Bom" | "utf16Le" | "utf16Be" | "gb18030" | "none";

/**
 * A relation that has ended.
 */
export type EndRelation = { 
/**
 * The relation.
 */
id: Id, 
/**
 * The revision that was read.
 */
rev: Id, 
/**
 * Last day.
 */
until: string, 
/**
 * Where that is known from.
 */
source?: string, };

/**
 * A seed as read out.
 */
export type EnterSeed = { 
/**
 * The draw.
 */
id: Id, 
/**
 * The revision that was read.
 */
rev: Id, 
/**
 * As typed by the first of the two; empty when the office has the program make it.
 */
seed: string, 
/**
 * As typed once more by the second, where it is typed twice.
 */
again?: string, 
/**
 * The two who entered and compared it: names, or identities of people of the office.
 */
seededBy: [string, string], };

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
 * What it was about, of the whole office's time line; absent if nothing known is named.
 */
about: About | null, 
/**
 * Changes before and after, as stored; null in a brief answer.
 */
payload: JsonValue, };

/**
 * One piece of evidence.
 */
export type Evidence = { 
/**
 * Identity.
 */
id: Id, 
/**
 * Revision.
 */
rev: Id, 
/**
 * The file's name as it came.
 */
name: string, 
/**
 * Media type by the name's ending.
 */
mime: string, 
/**
 * Bytes.
 */
size: number, 
/**
 * SHA-256, hex.
 */
sha256: string, 
/**
 * SM3, hex.
 */
sm3: string, 
/**
 * Of [`EvidenceKind`].
 */
kind: string, 
/**
 * 出处
 */
source: string, 
/**
 * Whether the source is stated.
 */
sourceState: SourceState, 
/**
 * 制作方法
 */
madeHow: string, 
/**
 * 制作时间, as stated by a person
 */
madeAt: string, 
/**
 * 制作人
 */
madeBy: string, 
/**
 * 时间点 within the recording
 */
timeMark: string, 
/**
 * 入库时间, UTC milliseconds
 */
depositedAt: number, 
/**
 * The checklist item it belongs to.
 */
itemId: Id | null, 
/**
 * Why it was withdrawn; empty if it was not.
 */
withdrawnReason: string, 
/**
 * The file is there with its length.
 */
present: boolean, };

/**
 * What kind of thing a piece of evidence is.
 */
export type EvidenceKind = "screenshot" | "recording" | "page" | "photo" | "document" | "other";

/**
 * What a recomputation found.
 */
export type EvidenceVerified = { 
/**
 * Both hashes are those of the deposit.
 */
same: boolean, 
/**
 * SHA-256 as recomputed; empty if the file is gone.
 */
sha256: string, 
/**
 * One Chinese sentence that claims no more than it proves.
 */
words: string, };

/**
 * The kind of file.
 */
export type ExportFormat = "xlsx" | "csv";

/**
 * What to export.
 */
export type ExportInput = { 
/**
 * Wire name of the register.
 */
register: string, 
/**
 * The kind of file.
 */
format: ExportFormat, 
/**
 * What narrows the list, as in `registers.list`.
 */
filter?: ListFilter, 
/**
 * Wire names of the columns in their order; all fields if empty.
 */
columns?: Array<string>, 
/**
 * Why personal data go out in full; masked if absent.
 */
personalReason?: string, };

/**
 * The file and what it holds.
 */
export type Exported = { 
/**
 * Handle for the host.
 */
file: string, 
/**
 * The name to save it under.
 */
fileName: string, 
/**
 * Records in it.
 */
rows: number, 
/**
 * SHA-256 of the file, as journalled.
 */
sha256: string, 
/**
 * Labels of the columns whose personal data are masked.
 */
masked: Array<string>, };

/**
 * A value and how often it stands.
 */
export type Facet = { 
/**
 * The value.
 */
value: string, 
/**
 * How many records had it when they were counted; absent while the first count goes on.
 */
count?: number, };

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
 * Something about the platform that is no number.
 */
export type Fact = { 
/**
 * 中文
 */
label: string, 
/**
 * As registered; 未填 if empty.
 */
words: string, };

/**
 * The ledger.
 */
export type Fairness = { 
/**
 * From this day.
 */
since: string, 
/**
 * Draws that count.
 */
draws: number, 
/**
 * Subjects of the register now.
 */
subjects: number, 
/**
 * Of them, never drawn in that time.
 */
neverDrawn: number, 
/**
 * The most often drawn, at most fifty.
 */
mostDrawn: Array<SubjectShare>, 
/**
 * Some of those never drawn, at most fifty, with how often chance would have it.
 */
never: Array<SubjectShare>, 
/**
 * The weights of each draw, in the open: how many of how many, stratum by stratum.
 */
weights: Array<DrawWeight>, 
/**
 * Everybody who could be drawn.
 */
persons: Array<PersonShare>, };

/**
 * Which ledger.
 */
export type FairnessInput = { 
/**
 * The register that was drawn from.
 */
register: string, 
/**
 * How many years back.
 */
years: number, };

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
export type FieldKind = "text" | "code" | "id" | "phone" | "idCard" | "area" | "url" | "date" | "integer" | "enum" | "long";

/**
 * One condition on one field.
 */
export type FieldRule = { 
/**
 * Wire name of the field.
 */
field: string, 
/**
 * How it is looked at.
 */
test: FieldTest, 
/**
 * What it is compared with.
 */
value?: string, 
/**
 * The end of a range.
 */
until?: string, };

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
 * How a field is looked at.
 */
export type FieldTest = "is" | "contains" | "empty" | "filled" | "between";

/**
 * One row of whatever list.
 */
export type FigureRow = { 
/**
 * subject, inspection, finding, rectification, complaint
 */
kind: string, 
/**
 * Its record.
 */
id: Id, 
/**
 * Register, for a subject.
 */
register: string | null, 
/**
 * Name.
 */
name: string, 
/**
 * Detail.
 */
words: string, 
/**
 * Date.
 */
on: string | null, };

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
 * Which record to compare with the rest.
 */
export type FindAlike = { 
/**
 * Wire name of the register.
 */
register: string, 
/**
 * The record.
 */
id: Id, };

/**
 * Which register to look through.
 */
export type FindDuplicates = { 
/**
 * Wire name of the register.
 */
register: string, 
/**
 * Look through a large register again, even if it was done before.
 */
again?: boolean, };

/**
 * The head's decision, or that verification began.
 */
export type FindingDecision = "verifying" | "filed" | "notFiled" | "transferred";

/**
 * One finding.
 */
export type FindingRow = { 
/**
 * Identity.
 */
id: Id, 
/**
 * Revision.
 */
rev: Id, 
/**
 * Register of the subject.
 */
register: string, 
/**
 * The subject.
 */
subjectId: Id, 
/**
 * Its name.
 */
subjectName: string, 
/**
 * Title of the checklist item.
 */
item: string, 
/**
 * 涉嫌违法情形 in words.
 */
situation: string, 
/**
 * 事实
 */
fact: string, 
/**
 * 责任主体
 */
responsible: string, 
/**
 * 发现日期
 */
foundOn: string, 
/**
 * suspected, verifying, filed, notFiled or transferred.
 */
state: string, 
/**
 * Last day of 核查; absent where the calendar does not reach.
 */
verifyBy: string | null, 
/**
 * The same in words, or why it is 待核.
 */
verifyByWords: string, 
/**
 * How the last day was reckoned.
 */
calculation: string, 
/**
 * When it was decided.
 */
decidedOn: string | null, 
/**
 * Why it was decided so.
 */
reason: string, 
/**
 * The inspection that found it.
 */
inspectionId: Id, };

/**
 * To finish an inspection. The 组员 calls it again, with `member_confirms`, to confirm what is finished.
 */
export type FinishInspection = { 
/**
 * The inspection.
 */
id: Id, 
/**
 * The revision that was read.
 */
rev: Id, 
/**
 * A result word: code or words.
 */
resultWord: string, 
/**
 * A follow-up: code or words.
 */
followUp: string, 
/**
 * Why items stay 未检查.
 */
uncheckedReason?: string, 
/**
 * The acting person is the 组员 and confirms.
 */
memberConfirms?: boolean, };

/**
 * What came of it.
 */
export type Finished = { 
/**
 * The inspection's revision now.
 */
rev: Id, 
/**
 * Findings that were made.
 */
findings: number, 
/**
 * Corrections that were drafted.
 */
rectifications: number, };

/**
 * The first place that differs.
 */
export type FirstDifference = { 
/**
 * Place in the order.
 */
position: number, 
/**
 * As recorded.
 */
recorded: string, 
/**
 * As recomputed.
 */
recomputed: string, };

/**
 * What a file is.
 */
export type Format = "xlsx" | "xls" | "csv" | "tsv" | "html";

/**
 * Which draw.
 */
export type GetDraw = { 
/**
 * The draw.
 */
id: Id, };

/**
 * Which rating.
 */
export type GetRating = { 
/**
 * Identity.
 */
id: Id, };

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
 * Which plan.
 */
export type GetYearPlan = { 
/**
 * The plan.
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
 * Only what this person did.
 */
actor?: Id, 
/**
 * Only what was done on this day, `YYYY-MM-DD`.
 */
day?: string, 
/**
 * Without the payloads: a list that shows none of them need not carry them.
 */
brief?: boolean, 
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
 * Rows that the person does not adopt, by their numbers: they change nothing and count as rejected.
 */
declined?: Array<number>, 
/**
 * How many rows the sender says there are; the import is refused if they are more or fewer.
 */
stated?: number, 
/**
 * In a trial: list the rows that would change behind this row.
 */
changesAfter?: number, 
/**
 * Values for fields that the file does not have, e.g. the platform that sent it.
 */
defaults?: { [key in string]: string }, };

/**
 * One indicator of the sheet.
 */
export type IndicatorShown = { 
/**
 * Code.
 */
code: string, 
/**
 * Name.
 */
title: string, 
/**
 * 评分要点
 */
points: string, 
/**
 * Full marks, tenths.
 */
max: number, 
/**
 * 评审人一
 */
firstTenths: Mark | null, 
/**
 * 评审人二
 */
secondTenths: Mark | null, 
/**
 * What counts; absent while missing, covered or disputed.
 */
score: number | null, 
/**
 * The two differ too much.
 */
disagreement: boolean, 
/**
 * Why.
 */
reasons: Reasons, 
/**
 * After 会商.
 */
agreedTenths: number | null, 
/**
 * For conflicts.
 */
revs: CellRevs, 
/**
 * Kinds of 佐证材料.
 */
evidenceKinds: Array<string>, 
/**
 * `itemId` under which evidence of this indicator is added.
 */
itemId: Id, 
/**
 * 佐证材料 of this indicator.
 */
evidence: number, };

/**
 * Details to state: keys that are given replace, an empty text clears, the rest stays.
 */
export type InspectionDetails = { 
/**
 * The inspection.
 */
id: Id, 
/**
 * The revision that was read.
 */
rev: Id, 
/**
 * By key, see [`DETAILS`].
 */
details: { [key in string]: string }, 
/**
 * 检查开始时间, UTC milliseconds.
 */
beganAt?: number, 
/**
 * 检查结束时间, UTC milliseconds.
 */
endedAt?: number, 
/**
 * 组长
 */
leaderId?: Id, 
/**
 * 组员
 */
memberId?: Id, 
/**
 * Why a finished inspection is added to.
 */
reason?: string, };

/**
 * The draw it comes from.
 */
export type InspectionDraw = { 
/**
 * Identity.
 */
id: Id, 
/**
 * Title.
 */
title: string, 
/**
 * Position among the picks.
 */
position: number, };

/**
 * Items under one heading.
 */
export type InspectionGroup = { 
/**
 * Heading.
 */
name: string, 
/**
 * The law of its items in one line.
 */
basisWords: string, 
/**
 * The items.
 */
items: Array<InspectionItem>, };

/**
 * One item: what the checklist says, and what was found.
 */
export type InspectionItem = { 
/**
 * Identity.
 */
id: Id, 
/**
 * Revision.
 */
rev: Id, 
/**
 * Code in the checklist.
 */
code: string, 
/**
 * Number on the sheet.
 */
no: number, 
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
 * The only methods by which it may be ticked.
 */
methods: Array<CheckMethod>, 
/**
 * The law behind it.
 */
basis: Array<ItemBasis>, 
/**
 * Who answers for it: codes of the labels' group `role`.
 */
answerable: Array<Answerable>, 
/**
 * What may be found.
 */
situations: Array<ItemSituation>, 
/**
 * 法律责任
 */
consequence: string, 
/**
 * Whether correction comes first.
 */
correctionFirst: CorrectionFirst, 
/**
 * The same in words.
 */
consequenceBadge: string, 
/**
 * What was found.
 */
result: ItemResult, 
/**
 * How it was looked at; empty if not stated.
 */
method: string, 
/**
 * Code of the situation.
 */
situation: string, 
/**
 * 责任主体
 */
responsible: string, 
/**
 * 事实
 */
fact: string, 
/**
 * 改正期限 as planned.
 */
correctBy: string | null, 
/**
 * The same in words.
 */
correctByWords: string | null, 
/**
 * Answered by 批量标注.
 */
bulk: boolean, 
/**
 * When, UTC milliseconds.
 */
answeredAt: number | null, 
/**
 * Pieces of evidence that were not withdrawn.
 */
evidence: number, 
/**
 * The last time.
 */
lastTime: ItemLastTime | null, };

/**
 * A paper that the inspection can have.
 */
export type InspectionPaper = { 
/**
 * `onsiteRecord` or `onlineRecord`.
 */
kind: string, 
/**
 * Its name.
 */
title: string, 
/**
 * Nothing is missing.
 */
ready: boolean, 
/**
 * What is missing and where to fill it in.
 */
missing: Array<string>, 
/**
 * Those already issued.
 */
documents: Array<PaperDocument>, };

/**
 * One who checks.
 */
export type InspectionPerson = { 
/**
 * Identity.
 */
id: Id, 
/**
 * 姓名
 */
name: string, 
/**
 * 执法证号
 */
certificateNo: string, 
/**
 * Valid on the day the inspection began, or today if it has not begun.
 */
valid: boolean, };

/**
 * One inspection in the list.
 */
export type InspectionRow = { 
/**
 * Identity.
 */
id: Id, 
/**
 * Revision.
 */
rev: Id, 
/**
 * ××市监检〔2026〕12号
 */
number: string, 
/**
 * Its subject.
 */
subjectName: string, 
/**
 * The subject's identity.
 */
subjectId: Id, 
/**
 * The subject's register.
 */
register: string, 
/**
 * The draw it comes from.
 */
drawTitle: string | null, 
/**
 * planned, started or finished.
 */
state: string, 
/**
 * 组长, 组员
 */
people: Array<string>, 
/**
 * To be done by.
 */
dueOn: string | null, 
/**
 * Items that are no longer 未检查.
 */
checked: number, 
/**
 * All items.
 */
total: number, 
/**
 * Items with 发现问题.
 */
problems: number, 
/**
 * Beginning, UTC milliseconds.
 */
beganAt: number | null, 
/**
 * When it was finished, UTC milliseconds.
 */
finishedAt: number | null, 
/**
 * Code of the result word.
 */
resultWord: string, };

/**
 * The subject as its register knows it now.
 */
export type InspectionSubject = { 
/**
 * Register.
 */
register: string, 
/**
 * Identity.
 */
id: Id, 
/**
 * Name when the inspection began.
 */
name: string, 
/**
 * 平台
 */
platformName: string, 
/**
 * 账号
 */
account: string, 
/**
 * 经营主体
 */
operatorName: string, 
/**
 * 统一社会信用代码
 */
operatorCode: string, 
/**
 * More, one line each; no personal data.
 */
lines: Array<string>, };

/**
 * One inspection.
 */
export type InspectionView = { 
/**
 * Identity.
 */
id: Id, 
/**
 * Revision.
 */
rev: Id, 
/**
 * ××市监检〔2026〕12号
 */
number: string, 
/**
 * Register of the subject.
 */
register: string, 
/**
 * The subject.
 */
subject: InspectionSubject, 
/**
 * The draw it comes from.
 */
draw: InspectionDraw | null, 
/**
 * How it is done.
 */
approach: Approach, 
/**
 * 检查事由 as given.
 */
reason: string, 
/**
 * The same in words.
 */
reasonWords: string, 
/**
 * planned, started or finished.
 */
state: string, 
/**
 * 组长
 */
leader: InspectionPerson | null, 
/**
 * 组员
 */
member: InspectionPerson | null, 
/**
 * When the 组员 confirmed under their own account, UTC milliseconds.
 */
memberConfirmedAt: number | null, 
/**
 * 检查开始时间, UTC milliseconds.
 */
beganAt: number | null, 
/**
 * 检查结束时间, UTC milliseconds.
 */
endedAt: number | null, 
/**
 * 录入时间, UTC milliseconds.
 */
enteredAt: number | null, 
/**
 * When it was finished, UTC milliseconds.
 */
finishedAt: number | null, 
/**
 * To be done by.
 */
dueOn: string | null, 
/**
 * What was stated, by key.
 */
details: { [key in string]: string }, 
/**
 * Code of the result word.
 */
resultWord: string, 
/**
 * Code of the follow-up.
 */
followUp: string, 
/**
 * Items answered by 批量标注.
 */
bulkMarked: number, 
/**
 * Why items stay unchecked.
 */
uncheckedReason: string, 
/**
 * The last time the subject was checked.
 */
lastTime: LastTime | null, 
/**
 * The items, in the order of the checklist.
 */
groups: Array<InspectionGroup>, 
/**
 * Items that are no longer 未检查.
 */
checked: number, 
/**
 * All items.
 */
total: number, 
/**
 * Items with 发现问题.
 */
problems: number, 
/**
 * Items with 不适用.
 */
notApplicable: number, 
/**
 * The checklist.
 */
pack: PackName, 
/**
 * Preselection for the finish panel.
 */
suggestions: Suggestions, };

/**
 * A paper to issue.
 */
export type IssueDocument = { 
/**
 * Which paper.
 */
kind: PaperKind, 
/**
 * The inspection that it records.
 */
inspectionId: Id, };

/**
 * One line of law behind an item.
 */
export type ItemBasis = { 
/**
 * Name of the law.
 */
law: string, 
/**
 * Article.
 */
article: string, 
/**
 * The duty in our own words.
 */
gist: string, 
/**
 * Read in the text itself; otherwise 待核.
 */
verified: boolean, 
/**
 * Where it was read.
 */
source: string, };

/**
 * What the item showed the last time.
 */
export type ItemLastTime = { 
/**
 * The day.
 */
on: string, 
/**
 * Of [`ItemResult`].
 */
result: string, 
/**
 * That inspection.
 */
id: Id, };

/**
 * What was found at an item.
 */
export type ItemResult = "unchecked" | "clear" | "problem" | "notApplicable" | "unable";

/**
 * A coded 涉嫌违法情形.
 */
export type ItemSituation = { 
/**
 * Stable code.
 */
code: string, 
/**
 * Chinese words.
 */
words: string, };

export type JsonValue = number | string | boolean | Array<JsonValue> | { [key in string]: JsonValue } | null;

/**
 * One matter's answer.
 */
export type Jurisdiction = { 
/**
 * Which kind of breach.
 */
matter: JurisdictionMatter, 
/**
 * Whose it is.
 */
verdict: JurisdictionVerdict, 
/**
 * The place that decides, if one was found.
 */
place: PlaceKind | null, 
/**
 * That place as registered.
 */
placeText: string, 
/**
 * Step by step, in Chinese.
 */
steps: Array<string>, 
/**
 * Whoever else may take it up.
 */
also: Array<string>, 
/**
 * Law and article.
 */
basis: string, 
/**
 * Where it was read.
 */
source: string, 
/**
 * A remark of the line, shown as 待核 where it is our own reading.
 */
note: string | null, 
/**
 * The basis was not read in its text.
 */
pending: boolean, };

/**
 * Whose a breach is: the places in the order in which they decide.
 */
export type JurisdictionLine = { 
/**
 * `livestream-room`
 */
id: string, 
/**
 * Which kind of breach.
 */
matter: JurisdictionMatter, 
/**
 * By whom.
 */
subject: JurisdictionSubject, 
/**
 * The places in their order.
 */
order: Array<PlaceStep>, 
/**
 * Whoever else may take it up, in our own words.
 */
also: Array<string>, 
/**
 * Law.
 */
law: string, 
/**
 * Article.
 */
article: string, 
/**
 * A remark: what is our own reading.
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
 * Which kind of breach a line of jurisdiction is about.
 */
export type JurisdictionMatter = "livestream" | "advertising";

/**
 * Whom a line of jurisdiction is about.
 */
export type JurisdictionSubject = "platform" | "room" | "ownVenue" | "host" | "agency";

/**
 * Whose it is.
 */
export type JurisdictionVerdict = "ours" | "elsewhere" | "unknown";

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
 * Something that was changed since and therefore stays.
 */
export type KeptValue = { 
/**
 * The record.
 */
id: Id, 
/**
 * Its name.
 */
name: string, 
/**
 * Label of the field.
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
 * Stable word: inspection, visit.
 */
kind: string, 
/**
 * Chinese words, with the code of a result or of a kind of visit in them.
 */
words: string, };

/**
 * The last time the subject was checked.
 */
export type LastTime = { 
/**
 * The day.
 */
on: string, 
/**
 * What came of it.
 */
words: string, 
/**
 * That inspection.
 */
id: Id, };

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
 * The two libraries.
 */
export type Libraries = { 
/**
 * 检查对象名录库
 */
subjects: Array<LibrarySubjects>, 
/**
 * 执法检查人员名录库: inspectors, and whoever else has a certificate.
 */
people: Array<LibraryPerson>, 
/**
 * How many of them can be drawn today.
 */
drawable: number, 
/**
 * What is missing, by certificate.
 */
missing: Array<Shortage>, 
/**
 * People of the office who are no inspectors.
 */
others: number, };

/**
 * An inspector.
 */
export type LibraryPerson = { 
/**
 * The person.
 */
id: Id, 
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
certificateUntil: string | null, 
/**
 * Code of the labels' group `certificateState`: valid, expiring, expired, none.
 */
state: string, 
/**
 * Open inspections as leader or member.
 */
open: number, };

/**
 * A register as a library of subjects.
 */
export type LibrarySubjects = { 
/**
 * The register.
 */
register: string, 
/**
 * Its name.
 */
title: string, 
/**
 * Records that can be drawn from.
 */
count: number, 
/**
 * What is missing.
 */
missing: Array<Shortage>, };

/**
 * One licence.
 */
export type Licence = { 
/**
 * Identity.
 */
id: Id, 
/**
 * Revision.
 */
rev: Id, 
/**
 * Stable word.
 */
kind: string, 
/**
 * 证照编号
 */
number: string, 
/**
 * 发证机关
 */
issuer: string, 
/**
 * First day.
 */
validFrom: string | null, 
/**
 * Last day.
 */
validUntil: string | null, 
/**
 * 许可范围
 */
scope: string, 
/**
 * Where it is known from.
 */
source: string, 
/**
 * A remark.
 */
remark: string, 
/**
 * valid, expiring, expired, noTerm, notYet
 */
state: string, };

/**
 * What narrows the ledger. A field given as empty text asks for entries where it is not filled in.
 */
export type ListComplaints = { 
/**
 * Exact platform.
 */
platformName?: string, 
/**
 * 登记日
 */
period?: Period, 
/**
 * 转送平台日
 */
forwarded?: Period, 
/**
 * Only those that the platform answered, or did not.
 */
answered?: boolean, 
/**
 * Only settled ones, or unsettled ones.
 */
settled?: boolean, 
/**
 * Exact category.
 */
category?: string, 
/**
 * Exact street.
 */
street?: string, 
/**
 * complaint, report
 */
kind?: string, 
/**
 * yes, no, pending
 */
verified?: string, 
/**
 * The room complained of.
 */
roomId?: Id, 
/**
 * `next` of the page before.
 */
after?: string, 
/**
 * Rows per page, 50 if absent, at most 500.
 */
limit?: number, };

/**
 * Which papers.
 */
export type ListDocuments = { 
/**
 * Of one kind: a code of the labels' group `documentKind`.
 */
kind?: string, 
/**
 * Of one inspection.
 */
inspectionId?: Id, 
/**
 * Of one subject.
 */
subjectId?: Id, };

/**
 * Whose evidence: name one.
 */
export type ListEvidence = { 
/**
 * Of an inspection.
 */
inspectionId?: Id, 
/**
 * Of a rating.
 */
ratingId?: Id, 
/**
 * Of a rectification.
 */
rectificationId?: Id, };

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
text?: string, 
/**
 * Further conditions, all of which hold.
 */
rules?: Array<FieldRule>, };

/**
 * Which findings.
 */
export type ListFindings = { 
/**
 * suspected, verifying, filed, notFiled or transferred.
 */
state?: string, 
/**
 * Of one subject.
 */
subjectId?: Id, };

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
limit?: number, 
/**
 * Wire names of the fields to show; those that are listed by default if empty.
 */
columns?: Array<string>, };

/**
 * Which inspections.
 */
export type ListInspections = { 
/**
 * planned, started or finished.
 */
state?: string, 
/**
 * Only those in which the acting person checks.
 */
mine?: boolean, 
/**
 * Of one draw.
 */
drawId?: Id, 
/**
 * Part of the subject's name.
 */
text?: string, 
/**
 * `next` of the page before.
 */
after?: string, 
/**
 * At most this many, 50 if absent.
 */
limit?: number, };

/**
 * A page of a list.
 */
export type ListPage = { 
/**
 * The rows.
 */
rows: Array<ListRow>, 
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
totalIsCapped: boolean, 
/**
 * `total` is what was found so far: no index leads to these rows and not all were looked at.
 */
totalIsFloor: boolean, 
/**
 * The page ends before it is full, because so many rows were looked at: there may be more behind `next`.
 */
unfinished: boolean, };

/**
 * Whom to list.
 */
export type ListPeople = { 
/**
 * Also those who left.
 */
includeRetired?: boolean, };

/**
 * Which rectifications.
 */
export type ListRectifications = { 
/**
 * Of one state.
 */
state?: string, 
/**
 * Of one subject.
 */
subjectId?: Id, };

/**
 * Whose relations, and where to go on.
 */
export type ListRelations = { 
/**
 * Wire name of the register.
 */
register: string, 
/**
 * The record.
 */
id: Id, 
/**
 * `next` of the page before.
 */
after?: string, 
/**
 * Lines per page, 100 if absent, at most 500.
 */
limit?: number, };

/**
 * Whose lines: of a subject, of a street, or all.
 */
export type ListResponsibilities = { 
/**
 * The subject.
 */
subjectId?: Id, 
/**
 * The street.
 */
street?: string, };

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
 * The fields that were asked for, personal ones masked.
 */
values: { [key in string]: string | null }, 
/**
 * The last inspection or visit.
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
 * Which history.
 */
export type ListStandings = { 
/**
 * Register of the subject.
 */
register: string, 
/**
 * The subject.
 */
subjectId: Id, 
/**
 * Which kind.
 */
kind: string, 
/**
 * `next` of the page before.
 */
after?: string, };

/**
 * What a person sees above a list.
 */
export type ListViews = { 
/**
 * Wire names of the columns that the acting person chose; empty for the usual ones.
 */
columns: Array<string>, 
/**
 * Own views first, then shared ones, by name.
 */
views: Array<SavedView>, };

/**
 * The weight of a list.
 */
export type ListWeight = { 
/**
 * The stratum; empty without strata or for subjects without a class.
 */
class: string, 
/**
 * Subjects on it.
 */
count: number, 
/**
 * Of them drawn, substitutes too.
 */
picks: number, };

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
 * Which draw to lock.
 */
export type LockDraw = { 
/**
 * The draw.
 */
id: Id, 
/**
 * The revision that was read.
 */
rev: Id, };

/**
 * A rater's points: tenths, or that they are covered.
 */
export type Mark = number | CoveredWord;

/**
 * To mark the rest.
 */
export type MarkRest = { 
/**
 * The inspection.
 */
id: Id, 
/**
 * The revision that was read.
 */
rev: Id, };

/**
 * What was marked.
 */
export type Marked = { 
/**
 * The inspection's revision now.
 */
rev: Id, 
/**
 * Items that became 未发现问题 by 批量标注.
 */
marked: number, 
/**
 * Items that stay 未检查 because the approach cannot show them.
 */
left: number, };

/**
 * Cells of one column that are no plain text.
 */
export type MarkedColumn = { 
/**
 * Wire name of the field that the column fills.
 */
field: string, 
/**
 * How many.
 */
cells: number, 
/**
 * The first one's row.
 */
firstRow: number, };

/**
 * One law that a matter rests on.
 */
export type MatterBasis = { 
/**
 * The law.
 */
law: string, 
/**
 * Articles of it.
 */
articles: Array<string>, 
/**
 * Every line was read in the text itself; otherwise 待核.
 */
verified: boolean, };

/**
 * An item of a checklist that a matter takes in.
 */
export type MatterItem = { 
/**
 * Number on the checklist.
 */
no: number, 
/**
 * Its title.
 */
title: string, };

/**
 * One line of the list.
 */
export type MatterShown = { 
/**
 * 检查依据 by law.
 */
laws: Array<MatterBasis>, 
/**
 * Name of the checklist.
 */
checklistTitle: string, 
/**
 * The items that it takes in.
 */
checklistItems: Array<MatterItem>, 
/**
 * Tasks of published plans that name it.
 */
tasks: number, 
/**
 * `matter-room-price`
 */
id: string, 
/**
 * Number on the list, from 1 without gaps.
 */
no: number, 
/**
 * The department whose matter it is: 市场监管, 公安 …
 */
department: string, 
/**
 * Code of the labels' group `matterField`.
 */
field: string, 
/**
 * 抽查事项
 */
name: string, 
/**
 * Registers whose subjects it concerns.
 */
subjects: Array<string>, 
/**
 * 检查流程
 */
process: string, 
/**
 * 检查事项
 */
matter: string, 
/**
 * 检查内容和方法
 */
method: string, 
/**
 * 检查依据: lines of the catalogue.
 */
basis: Array<string>, 
/**
 * 检查依据 that is not in the catalogue, in words; empty if there is none.
 */
basisWords: string, 
/**
 * 抽查比例 in words.
 */
shareWords: string, 
/**
 * 抽查比例 in hundredths of a percent, where the list itself names one.
 */
share: number | null, 
/**
 * 抽查频次
 */
frequency: string, 
/**
 * Who may check.
 */
who: string, 
/**
 * 事项公布文号; empty until the office has filled it in.
 */
docNo: string, 
/**
 * The checklist whose items it takes together.
 */
checklist: string | null, 
/**
 * Those items.
 */
items: Array<string>, 
/**
 * Where the line comes from.
 */
source: string, 
/**
 * How far it was checked.
 */
verified: Verified, };

/**
 * The list.
 */
export type Matters = { 
/**
 * Name of the pack.
 */
title: string, 
/**
 * Version.
 */
version: string, 
/**
 * Where it comes from.
 */
source: string, 
/**
 * Sentences that go with it.
 */
notices: Array<string>, 
/**
 * The lines.
 */
lines: Array<MatterShown>, };

/**
 * Which record goes into which.
 */
export type MergeRecords = { 
/**
 * Wire name of the register.
 */
register: string, 
/**
 * The record that stays.
 */
survivor: Id, 
/**
 * Its revision as it was read.
 */
survivorRev: Id, 
/**
 * The record that goes into it.
 */
absorbed: Id, 
/**
 * Its revision as it was read.
 */
absorbedRev: Id, 
/**
 * Wire names of the fields whose values are taken from the other record; the rest stays as the survivor has it.
 */
take?: Array<string>, 
/**
 * Why they are the same.
 */
reason: string, };

/**
 * A record that went into another.
 */
export type MergedRecord = { 
/**
 * The merge, to take it back.
 */
merge: Id, 
/**
 * The other record.
 */
id: Id, 
/**
 * Its name.
 */
name: string, 
/**
 * When, UTC milliseconds.
 */
mergedAt: number, 
/**
 * Why.
 */
reason: string, };

/**
 * The new round.
 */
export type NewDraw = { 
/**
 * Its identity.
 */
id: Id, };

/**
 * For calls without input: `{}`.
 */
export type Nothing = Record<symbol, never>;

/**
 * What the program asks for.
 */
export type NoticeShown = { 
/**
 * A sentence.
 */
words: string, 
/**
 * calendar, backup, people
 */
action: string | null, };

/**
 * Which register.
 */
export type OfRegister = { 
/**
 * Wire name of the register.
 */
register: string, };

/**
 * Whose lines.
 */
export type OfSubject = { 
/**
 * Register of the subject.
 */
register: string, 
/**
 * The subject.
 */
subjectId: Id, };

/**
 * Who follows.
 */
export type OfficerReplaced = { 
/**
 * The pick's revision now.
 */
rev: Id, 
/**
 * The person who follows.
 */
person: Id, 
/**
 * 姓名
 */
name: string, };

/**
 * Which bulk edit.
 */
export type OneBulk = { 
/**
 * The bulk edit.
 */
id: Id, };

/**
 * One piece of evidence, by identity.
 */
export type OneEvidence = { 
/**
 * Which.
 */
id: Id, };

/**
 * One inspection, by identity.
 */
export type OneInspection = { 
/**
 * Which.
 */
id: Id, };

/**
 * Which task.
 */
export type OnePlanTask = { 
/**
 * The task.
 */
id: Id, };

/**
 * Which list.
 */
export type OnePublication = { 
/**
 * The list.
 */
id: Id, };

/**
 * One rectification, by identity.
 */
export type OneRectification = { 
/**
 * Which.
 */
id: Id, };

/**
 * Which template.
 */
export type OneTemplate = { 
/**
 * Which paper.
 */
kind: PaperKind, };

/**
 * Which paper.
 */
export type OpenDocument = { 
/**
 * The document.
 */
id: Id, };

/**
 * A draw to open.
 */
export type OpenPlanTask = { 
/**
 * The task.
 */
id: Id, 
/**
 * Which time of a task that repeats: `2026-11`, `2026-Q4`; empty for one that does not.
 */
occurrence: string, 
/**
 * Why it goes beyond the cap.
 */
capReason?: string, };

/**
 * The draw that was opened.
 */
export type OpenedPlanDraw = { 
/**
 * The draw, a draft.
 */
drawId: Id, 
/**
 * The task's revision.
 */
rev: Id, };

/**
 * The outcome of a closed rating, as it was given.
 */
export type OutcomeShown = { 
/**
 * Tenths.
 */
points: number, 
/**
 * The rung in the scheme's words.
 */
rung: string, };

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
 * 所在县（区）的区划代码: decides what lies in this office's area.
 */
areaCode: string, 
/**
 * 所在县（区）的名称
 */
areaName: string, 
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
export type PackKind = "law-catalogue" | "checklist" | "check-matters" | "result-words" | "calendar" | "time-limits" | "scheme" | "phrases" | "labels" | "jurisdiction" | "areas";

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
export type PackLines = Array<LawLine> | Array<ChecklistItem> | Array<CheckMatter> | Array<ResultWord> | Array<CalendarDay> | Array<TimeLimit> | Array<SchemeLine> | Array<Phrase> | Array<PackLabel> | Array<JurisdictionLine> | Array<AreaCode>;

/**
 * The checklist that the inspection began with.
 */
export type PackName = { 
/**
 * Title.
 */
title: string, 
/**
 * Version.
 */
version: string, };

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
 * A paper that was issued.
 */
export type PaperDocument = { 
/**
 * Identity of the document.
 */
id: Id, 
/**
 * 文号
 */
number: string, 
/**
 * Its state.
 */
state: string, 
/**
 * When, UTC milliseconds.
 */
issuedAt: number, };

/**
 * A paper that is made from a template.
 */
export type PaperKind = "onsiteRecord" | "onlineRecord" | "drawLock" | "drawRecordInternal" | "drawRecordPublic";

/**
 * A span of days, both ends included.
 */
export type Period = { 
/**
 * First day.
 */
from: string, 
/**
 * Last day.
 */
to: string, };

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
 * 业务专长, as a draw may require them
 */
skills: Array<string>, 
/**
 * 休假
 */
daysOff: Array<DaysOff>, 
/**
 * No longer here.
 */
retired: boolean, };

/**
 * A person's share.
 */
export type PersonShare = { 
/**
 * The person.
 */
id: Id, 
/**
 * 姓名
 */
name: string, 
/**
 * Subjects drawn to.
 */
times: number, 
/**
 * Of them, as leader.
 */
led: number, 
/**
 * Of them, inspections not yet finished.
 */
open: number, 
/**
 * Subjects expected.
 */
expected: number, };

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
 * A person of a team.
 */
export type PickPerson = { 
/**
 * The person.
 */
id: Id, 
/**
 * 姓名
 */
name: string, };

/**
 * A person who fell out of a team, and who followed.
 */
export type PickSwap = { 
/**
 * Who fell out.
 */
out: PickPerson, 
/**
 * Who followed.
 */
by: PickPerson, 
/**
 * When.
 */
at: number, 
/**
 * Why.
 */
reason: string, };

/**
 * A place that may decide.
 */
export type PlaceKind = "actual" | "domicile" | "platform";

/**
 * One step of a line of jurisdiction.
 */
export type PlaceStep = { 
/**
 * The place.
 */
place: PlaceKind, 
/**
 * When it decides.
 */
when: PlaceWhen, };

/**
 * When a place decides.
 */
export type PlaceWhen = "known" | "registered" | "unregistered" | "always";

/**
 * How a year's plan counts: planned visits too, some of them not.
 */
export type PlanCap = { 
/**
 * The year of the plan.
 */
year: number, 
/**
 * 检查事由 that do not count.
 */
exempt: Array<string>, 
/**
 * Only 现场检查 counts.
 */
onsiteOnly: boolean, };

/**
 * A department that joins a task, its unit as written in 人员, and its matters.
 */
export type PlanDepartment = { 
/**
 * 公安, 文旅, 人社, 网信 …
 */
name: string, 
/**
 * 所在单位 of its officers, exactly as written in 人员.
 */
unitName: string, 
/**
 * Its matters: lines of the list.
 */
matters: Array<string>, 
/**
 * Its matters in its own words, where the list has none.
 */
words: string, };

/**
 * A plan as entered.
 */
export type PlanDraw = { 
/**
 * Absent for a new draw.
 */
id?: Id, 
/**
 * The revision that was read.
 */
rev?: Id, 
/**
 * 抽查名称
 */
title: string, 
/**
 * 抽查依据
 */
basis: string, 
/**
 * `platforms`, `rooms` or `operators`
 */
register: string, 
/**
 * Name of the checklist pack.
 */
checklist: string, 
/**
 * Which subjects.
 */
filter: DrawFilter, 
/**
 * How many to draw; with strata each gives its own share instead.
 */
take: number, 
/**
 * Strata, cap, exclusions, teams.
 */
terms: DrawTerms, 
/**
 * To be checked by, YYYY-MM-DD.
 */
dueOn?: string, 
/**
 * `dice`, `lottery` or `other`
 */
seedKind: string, 
/**
 * Where the seed is thrown or published, with the issue number of a lottery.
 */
seedPlace: string, 
/**
 * Who witnesses.
 */
seedWitnesses: Array<DrawWitness>, 
/**
 * Who may be drawn.
 */
persons: Array<PlanPerson>, 
/**
 * The task of a year's plan that it belongs to; absent leaves what was stated before.
 */
taskId?: Id, 
/**
 * Which time of a task that repeats: `2026-11`, `2026-Q4`.
 */
occurrence?: string, };

/**
 * A person of the plan.
 */
export type PlanPerson = { 
/**
 * The person.
 */
id: Id, 
/**
 * Why this person is left out of this draw.
 */
excludedReason?: string, };

/**
 * A task of a plan.
 */
export type PlanTask = { 
/**
 * Identity.
 */
id: Id, 
/**
 * Revision.
 */
rev: Id, 
/**
 * The plan.
 */
planId: Id, 
/**
 * 任务名称
 */
title: string, 
/**
 * 抽查事项: lines of the list.
 */
matters: Array<string>, 
/**
 * Their names.
 */
matterNames: Array<string>, 
/**
 * The register that is drawn from.
 */
register: string, 
/**
 * The checklist that is used.
 */
checklist: string, 
/**
 * Which subjects.
 */
filter: DrawFilter, 
/**
 * The filter in words.
 */
filterWords: string, 
/**
 * 抽查比例, in hundredths of a percent.
 */
share: number | null, 
/**
 * Or a number.
 */
take: number | null, 
/**
 * `3%` or `30 户`
 */
amountWords: string, 
/**
 * `targeted` 定向 or `untargeted` 不定向
 */
kind: string, 
/**
 * `onsite` 入企 or `offsite` 非现场
 */
site: string, 
/**
 * `once`, `monthly` or `quarterly`
 */
repeats: string, 
/**
 * First day.
 */
startsOn: string, 
/**
 * Last day.
 */
endsOn: string, 
/**
 * 牵头部门
 */
lead: string, 
/**
 * Departments that join.
 */
departments: Array<PlanDepartment>, 
/**
 * `open` or `cancelled`
 */
state: string, 
/**
 * Why cancelled.
 */
stateReason: string, 
/**
 * Every time it comes up.
 */
occurrences: Array<TaskOccurrence>, 
/**
 * How far it is.
 */
progress: TaskProgress, };

/**
 * What a draw of a task would be.
 */
export type PlanTaskOutlook = { 
/**
 * Subjects that fit now.
 */
count: number, 
/**
 * How many would be drawn.
 */
take: number, 
/**
 * Certified inspectors who would be on the list of persons.
 */
persons: number, 
/**
 * What goes beyond the cap: wants a reason.
 */
warnings: Array<string>, 
/**
 * What is short, in Chinese: the draw can be opened, and is not locked before it is there.
 */
shortages: Array<string>, 
/**
 * 抽查依据 that the draw would carry.
 */
basis: string, };

/**
 * One value of a series.
 */
export type Point = { 
/**
 * Name, band or month.
 */
label: string, 
/**
 * Absent when nothing was reported.
 */
value: number | null, 
/**
 * Opens what was counted.
 */
drill: Drill | null, };

/**
 * What to count.
 */
export type PreviewDraw = { 
/**
 * The register.
 */
register: string, 
/**
 * Which subjects.
 */
filter: DrawFilter, 
/**
 * Strata, cap, exclusions; none if absent.
 */
terms?: DrawTerms, };

/**
 * A stratum to be.
 */
export type PreviewStratum = { 
/**
 * The value of the column.
 */
class: string, 
/**
 * Subjects on the list.
 */
count: number, 
/**
 * How many it would give.
 */
take: number, };

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
 * One line of a list.
 */
export type PublicationLineShown = { 
/**
 * The line.
 */
id: Id, 
/**
 * Revision.
 */
rev: Id, 
/**
 * The inspection.
 */
inspectionId: Id, 
/**
 * 名称
 */
name: string, 
/**
 * 代码
 */
code: string, 
/**
 * 检查对象
 */
subjectWords: string, 
/**
 * 抽查任务
 */
taskWords: string, 
/**
 * 检查完成日期
 */
checkedOn: string, 
/**
 * The result as published.
 */
resultWords: string, 
/**
 * published, corrected, withdrawn
 */
state: string, 
/**
 * The result as corrected.
 */
correctedWords: string, 
/**
 * Why.
 */
reason: string, 
/**
 * When it was corrected or withdrawn.
 */
changedOn: string | null, };

/**
 * The list that was made.
 */
export type PublicationMade = { 
/**
 * The list.
 */
id: Id, 
/**
 * Handle for the host.
 */
file: string, 
/**
 * The name to save it under.
 */
fileName: string, 
/**
 * Lines on it.
 */
lines: number, };

/**
 * A list as handed out.
 */
export type PublicationShown = { 
/**
 * The list.
 */
id: Id, 
/**
 * Its title.
 */
title: string, 
/**
 * 公示日期
 */
publishedOn: string, 
/**
 * 异议电话
 */
objectionPhone: string, 
/**
 * SHA-256 of the file as it was handed out.
 */
fileSha256: string, 
/**
 * Head of the journal's chain then.
 */
chainHead: string, 
/**
 * Its lines.
 */
lines: Array<PublicationLineShown>, };

/**
 * Results to publish.
 */
export type PublishDrawResults = { 
/**
 * Title of the list.
 */
title: string, 
/**
 * 异议电话
 */
objectionPhone: string, 
/**
 * The inspections.
 */
inspections: Array<Id>, };

/**
 * A plan to publish.
 */
export type PublishPlan = { 
/**
 * The plan.
 */
id: Id, 
/**
 * The revision that was read.
 */
rev: Id, 
/**
 * When it was published, YYYY-MM-DD.
 */
publishedOn: string, 
/**
 * Why it goes beyond the cap.
 */
capReason?: string, };

/**
 * The room being rated.
 */
export type RatedRoom = { 
/**
 * Identity.
 */
id: Id, 
/**
 * Name when the rating began.
 */
name: string, 
/**
 * Platform, account, operator, batch.
 */
lines: Array<string>, };

/**
 * The outcome.
 */
export type RatingClosed = { 
/**
 * The rating's revision.
 */
rev: Id, 
/**
 * Tenths.
 */
points: number, 
/**
 * The rung, in the scheme's words.
 */
rung: string, 
/**
 * Why a higher rung that the points reach was not given.
 */
withheld: Array<string>, 
/**
 * What keeps publicity, list and certificate locked.
 */
publicityBlockedBy: Array<string>, 
/**
 * To stand on every output.
 */
faceNotes: Array<string>, };

/**
 * One line of the list.
 */
export type RatingLine = { 
/**
 * Identity.
 */
id: Id, 
/**
 * Revision.
 */
rev: Id, 
/**
 * 直播间
 */
roomName: string, 
/**
 * The room.
 */
roomId: Id, 
/**
 * 批次
 */
batchTitle: string, 
/**
 * reviewing, conferring, closed
 */
state: string, 
/**
 * 方案
 */
schemeTitle: string, 
/**
 * Tenths, once closed.
 */
points: number | null, 
/**
 * The rung in the scheme's words, once closed.
 */
rung: string | null, 
/**
 * What is still missing, in words.
 */
waiting: string, };

/**
 * Whose column.
 */
export type RatingSeat = "first" | "second" | "agreed";

/**
 * One rating.
 */
export type RatingShown = { 
/**
 * Identity.
 */
id: Id, 
/**
 * Revision.
 */
rev: Id, 
/**
 * The room.
 */
room: RatedRoom, 
/**
 * The scheme.
 */
scheme: SchemeShown, 
/**
 * reviewing, conferring, closed
 */
state: string, 
/**
 * Seat of the acting person: first, second, none.
 */
seat: string, 
/**
 * 评审人一
 */
firstRater: string, 
/**
 * 评审人二
 */
secondRater: string, 
/**
 * The sheet.
 */
sections: Array<SectionShown>, 
/**
 * 一票否决
 */
vetoes: Array<VetoShown>, 
/**
 * The sum.
 */
total: TotalShown, 
/**
 * From the lowest.
 */
rungs: Array<RungShown>, 
/**
 * Only verified ones count.
 */
complaints: ComplaintsCounted, 
/**
 * What keeps it from being closed.
 */
blockedBy: Array<string>, 
/**
 * What keeps publicity, list and certificate locked.
 */
publicityBlockedBy: Array<string>, 
/**
 * Tenths and rung, once closed.
 */
outcome: OutcomeShown | null, };

/**
 * What was seen beside the five figures. `last row = above + blank + repeated headers + rows`.
 */
export type Reading = { 
/**
 * Number of the last row, as WPS shows it.
 */
lastRow: number, 
/**
 * Rows down to the header: titles, blanks, the header itself.
 */
above: number, 
/**
 * Blank rows below it.
 */
blank: number, 
/**
 * Repeated headers that were passed over.
 */
repeatedHeaders: number, 
/**
 * Rows that say exactly what an earlier row says; they count as unchanged.
 */
repeats: number, 
/**
 * Pictures in cells: they go into no field.
 */
pictures: number, 
/**
 * Columns that hold formulas; their stored results were read.
 */
formulas: Array<MarkedColumn>, 
/**
 * Columns that hold `#N/A` and its like; read as nothing.
 */
errors: Array<MarkedColumn>, 
/**
 * How many rows the sender says there are.
 */
stated: number | null, 
/**
 * Rows that the person did not adopt; they count as rejected.
 */
declined: number, 
/**
 * What the last file with this header had, and this one has not.
 */
absent: Absent | null, };

/**
 * Why these points.
 */
export type Reasons = { 
/**
 * 评审人一; empty while covered.
 */
first: string, 
/**
 * 评审人二; empty while covered.
 */
second: string, 
/**
 * 会商
 */
agreed: string, };

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
 * What reading the file was like beside its rows.
 */
reading: Reading, 
/**
 * The same in Chinese sentences, and what else is to be known.
 */
notes: Array<string>, 
/**
 * Who imported it; absent for a trial.
 */
person: string | null, 
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
 * A recheck.
 */
export type Recheck = { 
/**
 * The rectification.
 */
id: Id, 
/**
 * The revision that was read.
 */
rev: Id, 
/**
 * What was found.
 */
result: RecheckResult, 
/**
 * 复查情况; needed where there is no new evidence.
 */
note: string, 
/**
 * 复查日期
 */
on: string, };

/**
 * Which draw to recompute.
 */
export type RecheckDraw = { 
/**
 * The draw.
 */
id: Id, };

/**
 * A rectification to be rechecked.
 */
export type RecheckLine = { 
/**
 * Identity.
 */
id: Id, 
/**
 * 改正期限
 */
on: string | null, 
/**
 * Subject.
 */
subjectName: string, 
/**
 * What is required.
 */
words: string, };

/**
 * What a recheck found.
 */
export type RecheckResult = "corrected" | "partly" | "notCorrected" | "unreachable" | "accountGone";

/**
 * A recheck as recorded.
 */
export type Rechecked = { 
/**
 * The revision now.
 */
rev: Id, 
/**
 * The state now.
 */
state: string, };

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
 * Who operates, hosts, supplies: the first page.
 */
relations: Page<SubjectRelation>, 
/**
 * What the words of the record say about others, and is no relation yet.
 */
suggested: Array<SubjectRelation>, 
/**
 * 证照
 */
licences: Array<Licence>, 
/**
 * The newest line of each kind of standing.
 */
standings: Array<Standing>, 
/**
 * 包片, level by level.
 */
responsibilities: Array<Responsibility>, 
/**
 * 平台住所, as the register of platforms has it.
 */
platformDomicile: string | null, 
/**
 * Whose breaches would be, matter by matter, with reasons.
 */
jurisdiction: Array<Jurisdiction>, 
/**
 * Draws.
 */
drawn: Drawn, 
/**
 * Newest first: the first page.
 */
timeline: TimelinePage, 
/**
 * What is due.
 */
due: Array<Due>, 
/**
 * Records that went into this one; their histories stand in the time line.
 */
absorbed: Array<MergedRecord>, 
/**
 * The record that this one went into.
 */
mergedInto: MergedRecord | null, };

/**
 * Where a card stands on the board, by its date.
 */
export type RectificationColumn = "overdue" | "today" | "soon" | "later" | "noDate" | "closed";

/**
 * The finding behind a rectification.
 */
export type RectificationFinding = { 
/**
 * Title of the item.
 */
item: string, 
/**
 * 事实
 */
fact: string, 
/**
 * The law in one line.
 */
basis: string, 
/**
 * 发现日期
 */
foundOn: string, 
/**
 * State of the finding's own clock.
 */
state: string, 
/**
 * Last day of 核查.
 */
verifyBy: string | null, };

/**
 * One card of the board.
 */
export type RectificationRow = { 
/**
 * Identity.
 */
id: Id, 
/**
 * Revision.
 */
rev: Id, 
/**
 * The subject's name.
 */
subjectName: string, 
/**
 * The subject.
 */
subjectId: Id, 
/**
 * Its register.
 */
register: string, 
/**
 * The inspection that found it.
 */
inspectionId: Id, 
/**
 * The finding, whose clock runs on its own.
 */
findingId: Id, 
/**
 * The fact in the officer's words.
 */
findingWords: string, 
/**
 * 涉嫌违法情形 in words.
 */
situation: string, 
/**
 * 改正期限
 */
correctBy: string | null, 
/**
 * The same day in a few words, for a card.
 */
dayWords: string, 
/**
 * The same in words, with how it was reckoned.
 */
correctByWords: string, 
/**
 * Where the card stands.
 */
column: RectificationColumn, 
/**
 * Working days left, negative when overdue; absent where the calendar does not reach.
 */
daysLeft: number | null, 
/**
 * draft … rechecked, closed.
 */
state: string, 
/**
 * 复查日期
 */
recheckedOn: string | null, 
/**
 * corrected, partly, notCorrected, unreachable or accountGone.
 */
recheckResult: string, 
/**
 * 复查情况
 */
recheckNote: string, };

/**
 * One rectification with what was before and after.
 */
export type RectificationView = { 
/**
 * The finding.
 */
finding: RectificationFinding, 
/**
 * Evidence of the finding.
 */
evidenceBefore: Array<Evidence>, 
/**
 * Evidence of the recheck.
 */
evidenceAfter: Array<Evidence>, 
/**
 * How the term was counted, in one line.
 */
termCalculation: string, 
/**
 * Identity.
 */
id: Id, 
/**
 * Revision.
 */
rev: Id, 
/**
 * The subject's name.
 */
subjectName: string, 
/**
 * The subject.
 */
subjectId: Id, 
/**
 * Its register.
 */
register: string, 
/**
 * The inspection that found it.
 */
inspectionId: Id, 
/**
 * The finding, whose clock runs on its own.
 */
findingId: Id, 
/**
 * The fact in the officer's words.
 */
findingWords: string, 
/**
 * 涉嫌违法情形 in words.
 */
situation: string, 
/**
 * 改正期限
 */
correctBy: string | null, 
/**
 * The same day in a few words, for a card.
 */
dayWords: string, 
/**
 * The same in words, with how it was reckoned.
 */
correctByWords: string, 
/**
 * Where the card stands.
 */
column: RectificationColumn, 
/**
 * Working days left, negative when overdue; absent where the calendar does not reach.
 */
daysLeft: number | null, 
/**
 * draft … rechecked, closed.
 */
state: string, 
/**
 * 复查日期
 */
recheckedOn: string | null, 
/**
 * corrected, partly, notCorrected, unreachable or accountGone.
 */
recheckResult: string, 
/**
 * 复查情况
 */
recheckNote: string, };

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
fields: Array<FieldShown>, 
/**
 * A read-only reference table: imports write it.
 */
reference: boolean, };

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
 * A kind of relation, for forms.
 */
export type RelationRole = { 
/**
 * Stable English word.
 */
kind: string, 
/**
 * Registers of the side that does it.
 */
from: Array<string>, 
/**
 * Registers of the other side.
 */
to: Array<string>, };

/**
 * One side of a relation.
 */
export type RelationSide = { 
/**
 * Wire name of its register.
 */
register: string, 
/**
 * The record.
 */
id: Id, };

/**
 * Replace a person of a team.
 */
export type ReplaceOfficer = { 
/**
 * The drawn subject.
 */
pick: Id, 
/**
 * The revision of it that was read.
 */
rev: Id, 
/**
 * Who falls out.
 */
person: Id, 
/**
 * Why.
 */
reason: string, };

/**
 * Another template.
 */
export type ReplaceTemplate = { 
/**
 * Which paper.
 */
kind: PaperKind, 
/**
 * Handle of the .docx.
 */
file: string, };

/**
 * One line.
 */
export type Responsibility = { 
/**
 * Identity.
 */
id: Id, 
/**
 * Revision.
 */
rev: Id, 
/**
 * station, section, leader
 */
level: string, 
/**
 * 单位、科室
 */
unitName: string, 
/**
 * Person of the office.
 */
personId: Id | null, 
/**
 * Name.
 */
personName: string, 
/**
 * The street it is entered for; empty if for the subject itself.
 */
street: string, 
/**
 * First day.
 */
since: string | null, 
/**
 * Last day.
 */
until: string | null, 
/**
 * A remark.
 */
remark: string, };

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
 * A task of a draft to take out.
 */
export type RetirePlanTask = { 
/**
 * The task.
 */
id: Id, 
/**
 * The revision that was read.
 */
rev: Id, };

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
 * A review of one or several finished checks.
 */
export type ReviewDrawResults = { 
/**
 * The inspections.
 */
inspections: Array<Id>, 
/**
 * `passed`, or `returned` to be added to.
 */
decision: string, 
/**
 * What is to be added; wanted when returned.
 */
words: string, };

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
 * What narrows a list. Empty text asks for records where the field is not filled in.
 */
export type RowsFilter = { 
/**
 * Exact status.
 */
status?: string, 
/**
 * Exact platform.
 */
platformName?: string, 
/**
 * Exact street.
 */
street?: string, 
/**
 * Exact kind.
 */
kind?: string, 
/**
 * Exact category.
 */
category?: string, 
/**
 * Code of 涉嫌违法情形.
 */
situation?: string, 
/**
 * Stable word of a state.
 */
state?: string, 
/**
 * yes, no, pending
 */
verified?: string, 
/**
 * A turnover band, or `unreported`.
 */
turnover?: string, 
/**
 * `reported` or `unreported`.
 */
shopCount?: string, 
/**
 * When it happened.
 */
period?: Period, 
/**
 * When it was handed to the platform.
 */
forwarded?: Period, 
/**
 * Whether the platform answered.
 */
answered?: boolean, };

/**
 * Which list.
 */
export type RowsInput = { 
/**
 * platforms, rooms, shops, inspections, findings, rectifications, complaints
 */
list: string, 
/**
 * What narrows it.
 */
filter?: RowsFilter, 
/**
 * `next` of the page before.
 */
after?: string, 
/**
 * Rows per page, 50 if absent, at most 500.
 */
limit?: number, };

/**
 * What a rung asks besides the score, as far as the program can look it up.
 */
export type RungRequirement = "noOpenRectification" | "noUnsettledComplaint";

/**
 * One rung.
 */
export type RungShown = { 
/**
 * Code.
 */
code: string, 
/**
 * Words.
 */
words: string, 
/**
 * Least tenths.
 */
from: number, 
/**
 * What is asked besides.
 */
condition: string, 
/**
 * Points are complete and suffice, no veto is met and nothing in the office's records speaks against it.
 */
reached: boolean, 
/**
 * What speaks against it.
 */
against: string | null, };

/**
 * A licence as entered.
 */
export type SaveLicence = { 
/**
 * Absent for a new one.
 */
id?: Id, 
/**
 * The revision that was read.
 */
rev?: Id, 
/**
 * Register of the subject.
 */
register: string, 
/**
 * The subject.
 */
subjectId: Id, 
/**
 * Stable word, see the labels `licenceKind`.
 */
kind: string, 
/**
 * 证照编号
 */
number?: string, 
/**
 * 发证机关
 */
issuer?: string, 
/**
 * First day.
 */
validFrom?: string, 
/**
 * Last day; absent means that none is known.
 */
validUntil?: string, 
/**
 * 许可范围
 */
scope?: string, 
/**
 * Where it is known from.
 */
source?: string, 
/**
 * A remark.
 */
remark?: string, };

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
streets: Array<string>, 
/**
 * 所在县（区）的区划代码, six digits; stays as it is if absent.
 */
areaCode?: string, 
/**
 * 所在县（区）的名称; stays as it is if absent.
 */
areaName?: string, };

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
recusals: Array<string>, 
/**
 * 业务专长; absent, they stay as they are
 */
skills?: Array<string>, 
/**
 * 休假; absent, they stay as they are
 */
daysOff?: Array<DaysOff>, };

/**
 * A plan as entered.
 */
export type SavePlan = { 
/**
 * Absent for a new plan.
 */
id?: Id, 
/**
 * The revision that was read.
 */
rev?: Id, 
/**
 * 年度
 */
year: number, 
/**
 * 名称
 */
name: string, 
/**
 * 依据
 */
basis: string, 
/**
 * 方案批准人
 */
approver: string, 
/**
 * 备案号
 */
filingNo: string, 
/**
 * 事项公布文号
 */
mattersNo: string, 
/**
 * 检查频次上限; absent for none.
 */
visitCap?: number, 
/**
 * 检查事由 that do not count: codes of the labels' group `checkReason`.
 */
capExempt: Array<string>, 
/**
 * Only 现场检查 counts.
 */
capOnsiteOnly: boolean, 
/**
 * Why a published plan is changed.
 */
reason?: string, };

/**
 * A task as entered.
 */
export type SavePlanTask = { 
/**
 * Absent for a new task.
 */
id?: Id, 
/**
 * The revision that was read.
 */
rev?: Id, 
/**
 * The plan.
 */
planId: Id, 
/**
 * 任务名称
 */
title: string, 
/**
 * 抽查事项: lines of the list.
 */
matters: Array<string>, 
/**
 * `rooms`, `platforms` or `operators`
 */
register: string, 
/**
 * Name of the checklist pack; the register's own if empty.
 */
checklist: string, 
/**
 * Which subjects.
 */
filter: DrawFilter, 
/**
 * 抽查比例 in hundredths of a percent.
 */
share?: number, 
/**
 * Or a number.
 */
take?: number, 
/**
 * `targeted` or `untargeted`
 */
kind: string, 
/**
 * `onsite` or `offsite`
 */
site: string, 
/**
 * `once`, `monthly` or `quarterly`
 */
repeats: string, 
/**
 * First day.
 */
startsOn: string, 
/**
 * Last day.
 */
endsOn: string, 
/**
 * 牵头部门
 */
lead: string, 
/**
 * Departments that join.
 */
departments: Array<PlanDepartment>, 
/**
 * Why a task of a published plan is added or changed.
 */
reason?: string, };

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
 * A line as entered: for a subject, or for a street.
 */
export type SaveResponsibility = { 
/**
 * Absent for a new one.
 */
id?: Id, 
/**
 * The revision that was read.
 */
rev?: Id, 
/**
 * Register of the subject; absent for a street.
 */
register?: string, 
/**
 * The subject; absent for a street.
 */
subjectId?: Id, 
/**
 * The street; absent for a subject.
 */
street?: string, 
/**
 * station, section, leader
 */
level: string, 
/**
 * 单位、科室
 */
unitName?: string, 
/**
 * Person of the office, if registered.
 */
personId?: Id, 
/**
 * Name, if the person is not registered here.
 */
personName?: string, 
/**
 * First day.
 */
since?: string, 
/**
 * Last day.
 */
until?: string, 
/**
 * A remark.
 */
remark?: string, };

/**
 * A view as entered.
 */
export type SaveView = { 
/**
 * Absent for a new view.
 */
id?: Id, 
/**
 * The revision that was read.
 */
rev?: Id, 
/**
 * Wire name of the register.
 */
register: string, 
/**
 * Its name.
 */
name: string, 
/**
 * What narrows the list.
 */
filter: ListFilter, 
/**
 * Wire names of its columns; those of the person if empty.
 */
columns?: Array<string>, 
/**
 * Everybody in the office sees it.
 */
shared?: boolean, };

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
 * Saved.
 */
export type SavedDetails = { 
/**
 * The inspection's revision now.
 */
rev: Id, 
/**
 * When, UTC milliseconds.
 */
savedAt: number, };

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
 * One saved view.
 */
export type SavedView = { 
/**
 * Identity.
 */
id: Id, 
/**
 * Revision.
 */
rev: Id, 
/**
 * Its name.
 */
name: string, 
/**
 * What narrows the list.
 */
filter: ListFilter, 
/**
 * Wire names of its columns; those of the person if empty.
 */
columns: Array<string>, 
/**
 * Everybody in the office sees it.
 */
shared: boolean, 
/**
 * It belongs to the acting person, who alone may change it.
 */
own: boolean, 
/**
 * Whose it is.
 */
person: string | null, };

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
 * What of it the program looks up itself.
 */
requires?: Array<RungRequirement>, 
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
 * The scheme as frozen at the beginning.
 */
export type SchemeShown = { 
/**
 * Title.
 */
title: string, 
/**
 * Version.
 */
version: string, 
/**
 * An example, not an official standard.
 */
example: boolean, 
/**
 * To stand on every output.
 */
faceNotes: Array<string>, 
/**
 * Terms after the outcome, in the scheme's words.
 */
passNote: string, };

/**
 * Points for one indicator.
 */
export type ScoreInput = { 
/**
 * The rating.
 */
id: Id, 
/**
 * Code of the indicator.
 */
indicator: string, 
/**
 * Whose column.
 */
seat: RatingSeat, 
/**
 * Revision of the cell that was read, if there was one.
 */
rev?: Id, 
/**
 * Points in tenths.
 */
tenths: number, 
/**
 * Why; needed after 会商.
 */
reason: string, };

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
 * A heading.
 */
export type SectionShown = { 
/**
 * Heading.
 */
name: string, 
/**
 * Tenths.
 */
max: number, 
/**
 * In order.
 */
indicators: Array<IndicatorShown>, };

/**
 * A seed that was accepted.
 */
export type SeedEntered = { 
/**
 * The draw's revision now.
 */
rev: Id, 
/**
 * The bytes that count.
 */
seed: string, };

/**
 * One series.
 */
export type Series = { 
/**
 * 中文
 */
name: string, 
/**
 * In order.
 */
points: Array<Point>, };

/**
 * Closes a plan, or takes it up again.
 */
export type SetPlanState = { 
/**
 * The plan.
 */
id: Id, 
/**
 * The revision that was read.
 */
rev: Id, 
/**
 * `closed`, or `published` to take it up again.
 */
state: string, 
/**
 * Why.
 */
reason: string, };

/**
 * Another planned date.
 */
export type SetTerm = { 
/**
 * The rectification.
 */
id: Id, 
/**
 * The revision that was read.
 */
rev: Id, 
/**
 * 改正期限
 */
correctBy: string, 
/**
 * Why.
 */
reason: string, };

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
preview: Array<Array<string>>, 
/**
 * Cells of these rows that are not simply what somebody typed.
 */
marks: Array<CellMark>, };

/**
 * Which sheet.
 */
export type SheetInput = { 
/**
 * The draw.
 */
id: Id, 
/**
 * For whom.
 */
edition: DrawEdition, };

/**
 * A sheet that was issued.
 */
export type SheetMade = { 
/**
 * Handle for the host.
 */
file: string, 
/**
 * The name to save it under.
 */
fileName: string, 
/**
 * The document on record.
 */
documentId: Id, };

/**
 * Something that records of a register lack.
 */
export type Shortage = { 
/**
 * What is missing, in Chinese.
 */
words: string, 
/**
 * How many records.
 */
count: number, };

/**
 * A field that was different then.
 */
export type Since = { 
/**
 * Wire name.
 */
field: string, 
/**
 * What stands there today, personal fields masked.
 */
now: string | null, };

/**
 * Whether somebody said where a file comes from.
 */
export type SourceState = "stated" | "toCheck";

/**
 * One line.
 */
export type Standing = { 
/**
 * Identity.
 */
id: Id, 
/**
 * Revision.
 */
rev: Id, 
/**
 * Which kind.
 */
kind: string, 
/**
 * Stable word of its group.
 */
state: string, 
/**
 * The day on which it was seen.
 */
seenOn: string, 
/**
 * Of 内部关注: when it ends by itself.
 */
until: string | null, 
/**
 * Of 年报: for which year.
 */
year: number | null, 
/**
 * Why.
 */
reason: string, 
/**
 * Where it is known from.
 */
source: string, 
/**
 * 内部关注 that has ended by itself.
 */
over: boolean, };

/**
 * An inspection to begin.
 */
export type StartInspection = { 
/**
 * Register of the subject.
 */
register: string, 
/**
 * The subject.
 */
subjectId: Id, 
/**
 * Name of the checklist; absent for the register's own.
 */
checklist?: string, 
/**
 * How it is done.
 */
approach: Approach, 
/**
 * 检查事由: a code of the labels' group `checkReason`, or words.
 */
reason: string, 
/**
 * 组长
 */
leaderId?: Id, 
/**
 * 组员
 */
memberId?: Id, 
/**
 * A planned inspection to begin.
 */
inspectionId?: Id, };

/**
 * A rating to begin.
 */
export type StartRating = { 
/**
 * The room, which applied of its own will.
 */
roomId: Id, 
/**
 * 批次
 */
batchTitle: string, 
/**
 * 评审人一
 */
firstRaterId: Id, 
/**
 * 评审人二
 */
secondRaterId: Id, 
/**
 * Name of the scheme's pack; absent: the office's own one in force, or the example.
 */
scheme?: string, };

/**
 * A stratum as frozen with the list.
 */
export type Stratum = { 
/**
 * The value of the column.
 */
class: string, 
/**
 * Of a thousand.
 */
share: number, 
/**
 * At least so many.
 */
minimum: number, 
/**
 * Subjects of it on the list.
 */
count: number, 
/**
 * How many it gives.
 */
take: number, 
/**
 * SHA-256 of its own list.
 */
sha256: string, };

/**
 * What a class of subjects gives.
 */
export type StratumTerm = { 
/**
 * The value of the column; empty for subjects without one.
 */
class: string, 
/**
 * Of a thousand.
 */
share: number, 
/**
 * At least so many.
 */
minimum: number, };

/**
 * One relation as seen from a subject.
 */
export type SubjectRelation = { 
/**
 * The relation; absent for what a roster says only in words.
 */
id: Id | null, 
/**
 * Its revision.
 */
rev: Id | null, 
/**
 * Stable word.
 */
kind: string, 
/**
 * The subject is on the receiving side: the words are those of `relationBack`.
 */
back: boolean, 
/**
 * Register of the other.
 */
register: string, 
/**
 * The other, if it is registered.
 */
other: Id | null, 
/**
 * Its name.
 */
name: string, 
/**
 * First day.
 */
since: string | null, 
/**
 * Last day.
 */
until: string | null, 
/**
 * current, ended, future, suggested, text
 */
state: string, 
/**
 * Where it is known from; for a suggestion, why.
 */
source: string, 
/**
 * A remark.
 */
remark: string, };

/**
 * A subject's share.
 */
export type SubjectShare = { 
/**
 * The subject.
 */
id: Id, 
/**
 * Its name when last drawn.
 */
name: string, 
/**
 * Times drawn.
 */
times: number, 
/**
 * Times expected.
 */
expected: number, };

/**
 * Replace a drawn subject that is gone.
 */
export type SubstitutePick = { 
/**
 * The drawn subject.
 */
pick: Id, 
/**
 * The revision of it that was read.
 */
rev: Id, 
/**
 * Why, as found.
 */
reason: string, };

/**
 * 递补
 */
export type Substituted = { 
/**
 * The replaced pick's revision now.
 */
rev: Id, 
/**
 * The new pick.
 */
pick: Id, 
/**
 * Its place in the fixed order.
 */
position: number, 
/**
 * Its subject.
 */
subjectName: string, };

/**
 * What the finish panel preselects; empty where nothing can be said yet.
 */
export type Suggestions = { 
/**
 * Code of a result word.
 */
resultWord: string, 
/**
 * Code of a follow-up.
 */
followUp: string, };

/**
 * Something to take back because it was entered by mistake.
 */
export type TakeBack = { 
/**
 * The line.
 */
id: Id, 
/**
 * The revision that was read.
 */
rev: Id, 
/**
 * Why.
 */
reason: string, };

/**
 * What was taken back and what stays.
 */
export type TakenBack = { 
/**
 * Records restored.
 */
restored: number, 
/**
 * Values that stay.
 */
keptCount: number, 
/**
 * The first 200 of them.
 */
kept: Array<KeptValue>, };

/**
 * One task.
 */
export type Task = { 
/**
 * What it is about.
 */
kind: TaskKind, 
/**
 * Its record; of a licence, a visit and 内部关注 the subject itself.
 */
id: Id, 
/**
 * Register of the subject.
 */
register: string | null, 
/**
 * Name of the subject.
 */
subjectName: string, 
/**
 * Number or reason.
 */
words: string, 
/**
 * Last day.
 */
dueOn: string | null, 
/**
 * How far off.
 */
dueWords: string, 
/**
 * How urgent.
 */
tone: Tone, 
/**
 * What to do.
 */
verb: string, };

/**
 * What a task is about.
 */
export type TaskKind = "rectification" | "finding" | "inspection" | "rating" | "draw" | "licence" | "visit" | "watch" | "result";

/**
 * One time that a task comes up, and the draw that it became.
 */
export type TaskOccurrence = { 
/**
 * Its draw.
 */
drawId: Id | null, 
/**
 * State of the draw.
 */
drawState: string | null, 
/**
 * Its last day has passed and nothing was drawn.
 */
missed: boolean, 
/**
 * `2026-11`, `2026-Q4`, or empty for a task that comes up once.
 */
key: string, 
/**
 * `2026年11月`, `2026年第4季度`, or empty.
 */
words: string, 
/**
 * Its first day.
 */
from: string, 
/**
 * Its last day.
 */
to: string, };

/**
 * How far a task is. Each number opens the list of that name.
 */
export type TaskProgress = { 
/**
 * How often it is to be drawn in the year.
 */
times: number, 
/**
 * How often it was drawn.
 */
draws: number, 
/**
 * Subjects drawn.
 */
drawn: number, 
/**
 * Checked.
 */
checked: number, 
/**
 * The day of the check has passed.
 */
checkOverdue: number, 
/**
 * Waiting for review.
 */
toReview: number, 
/**
 * Reviewed and not published.
 */
toPublish: number, 
/**
 * 已公示
 */
published: number, 
/**
 * The last day to enter and publish has passed.
 */
entryOverdue: number, };

/**
 * A template that was accepted.
 */
export type TemplateReplaced = { 
/**
 * SHA-256 of the file.
 */
sha256: string, 
/**
 * What it names.
 */
fields: Array<string>, };

/**
 * A template and how it came.
 */
export type TemplateShown = { 
/**
 * Which paper.
 */
kind: PaperKind, 
/**
 * Its name.
 */
title: string, 
/**
 * SHA-256 of the file.
 */
sha256: string, 
/**
 * The office's own, not the one that comes with the program.
 */
custom: boolean, 
/**
 * What it names.
 */
fields: Array<string>, };

/**
 * Whether the record was there.
 */
export type There = "yes" | "notYet" | "unknown";

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
 * Instant, UTC milliseconds; of an event that has only a day, its midnight in UTC.
 */
at: number, 
/**
 * Date.
 */
on: string, 
/**
 * change, import, inspection, finding, rectification, rating, complaint, document, draw, visit, standing
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
 * Which page of whose time line.
 */
export type TimelineInput = { 
/**
 * Wire name of the register.
 */
register: string, 
/**
 * The record.
 */
id: Id, 
/**
 * Only these kinds; all if absent.
 */
kinds?: Array<string>, 
/**
 * `next` of the page before.
 */
after?: string, 
/**
 * Lines per page, 30 if absent, at most 200.
 */
limit?: number, };

/**
 * A page of the time line, newest first.
 */
export type TimelinePage = { 
/**
 * The lines.
 */
events: Array<TimelineEvent>, 
/**
 * Hand this in as `after` for the next page; absent at the end.
 */
next: string | null, };

/**
 * How urgent.
 */
export type Tone = "overdue" | "due" | "doing" | "draft";

/**
 * What a call reads or changes. Screens ask again when one of their topics changed.
 */
export type Topic = "Office" | "People" | "Rules" | "Registers" | "Views" | "Imports" | "Plans" | "Draws" | "Inspections" | "Evidence" | "Rectifications" | "Ratings" | "Documents" | "Complaints" | "Backups";

/**
 * The sum.
 */
export type TotalShown = { 
/**
 * Tenths counted; absent while the columns are covered.
 */
tenths: number | null, 
/**
 * Full marks, tenths.
 */
outOf: number, 
/**
 * Every indicator counts.
 */
complete: boolean, 
/**
 * Indicators that do not count yet.
 */
missing: number, };

/**
 * A trial: the figures and some rows to look at.
 */
export type Trial = { 
/**
 * The first 200 rows that would change, behind `changesAfter` if that was asked.
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
 * What reading the file was like beside its rows.
 */
reading: Reading, 
/**
 * The same in Chinese sentences, and what else is to be known.
 */
notes: Array<string>, 
/**
 * Who imported it; absent for a trial.
 */
person: string | null, 
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
 * One of the two.
 */
export type Twin = { 
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
 * Something half written.
 */
export type UnfinishedLine = { 
/**
 * inspection, rating, import
 */
kind: string, 
/**
 * Its record.
 */
id: Id, 
/**
 * Title.
 */
title: string, 
/**
 * How far it is.
 */
words: string, 
/**
 * Last touched, UTC milliseconds.
 */
at: number | null, };

/**
 * A merge to take back.
 */
export type UnmergeRecords = { 
/**
 * The merge.
 */
id: Id, };

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
changes: Array<CellChange>, 
/**
 * The record was retired and would be taken back into the register.
 */
revive: boolean, };

/**
 * How far a line was checked. Only `Text` may be shown as settled law.
 */
export type Verified = "text" | "press" | "recalled" | "own";

/**
 * What was found about a veto.
 */
export type VetoInput = { 
/**
 * The veto of this rating.
 */
id: Id, 
/**
 * The revision that was read.
 */
rev: Id, 
/**
 * Whether it is met.
 */
state: VetoState, 
/**
 * 查询日期
 */
checkedOn?: string, 
/**
 * Where it was looked up.
 */
source: string, };

/**
 * One veto.
 */
export type VetoShown = { 
/**
 * Identity, for `ratings.veto`.
 */
id: Id, 
/**
 * Revision.
 */
rev: Id, 
/**
 * Code.
 */
code: string, 
/**
 * Words.
 */
words: string, 
/**
 * clear, hit, toCheck
 */
state: string, 
/**
 * 查询日期
 */
checkedOn: string | null, 
/**
 * Where it was looked up.
 */
source: string, };

/**
 * Whether a veto is met.
 */
export type VetoState = "clear" | "hit" | "toCheck";

/**
 * Void a draw.
 */
export type VoidDraw = { 
/**
 * The draw.
 */
id: Id, 
/**
 * The revision that was read.
 */
rev: Id, 
/**
 * Why.
 */
reason: string, 
/**
 * Who approved it.
 */
approvedBy: string, };

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
 * To withdraw a piece of evidence.
 */
export type WithdrawEvidence = { 
/**
 * Which.
 */
id: Id, 
/**
 * The revision that was read.
 */
rev: Id, 
/**
 * Why.
 */
reason: string, };

/**
 * The workbench.
 */
export type Workbench = { 
/**
 * Date.
 */
today: string, 
/**
 * 周五
 */
weekday: string, 
/**
 * Counted over everything, not over `tasks`.
 */
counts: DueCounts, 
/**
 * From today on.
 */
ribbon: Array<DayShown>, 
/**
 * The most urgent first.
 */
tasks: Array<Task>, 
/**
 * How many tasks there are in all.
 */
tasksInAll: number, 
/**
 * 没写完的
 */
unfinished: Array<UnfinishedLine>, 
/**
 * 抽中未检
 */
draws: Array<DrawLine>, 
/**
 * 等待复查
 */
recheck: Array<RecheckLine>, 
/**
 * What the program asks for.
 */
notices: Array<NoticeShown>, };

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

/**
 * A plan with its tasks.
 */
export type YearPlan = { 
/**
 * Identity.
 */
id: Id, 
/**
 * Revision.
 */
rev: Id, 
/**
 * 年度
 */
year: number, 
/**
 * 名称
 */
name: string, 
/**
 * 依据
 */
basis: string, 
/**
 * 方案批准人
 */
approver: string, 
/**
 * 备案号
 */
filingNo: string, 
/**
 * 事项公布文号
 */
mattersNo: string, 
/**
 * Published on.
 */
publishedOn: string | null, 
/**
 * `draft`, `published` or `closed`
 */
state: string, 
/**
 * 检查频次上限: how often a subject may be checked in the year.
 */
visitCap: number | null, 
/**
 * 检查事由 that do not count.
 */
capExempt: Array<string>, 
/**
 * Only 现场检查 counts.
 */
capOnsiteOnly: boolean, 
/**
 * The plan that it was copied from.
 */
copiedFrom: Id | null, 
/**
 * Its tasks in order.
 */
tasks: Array<PlanTask>, 
/**
 * What goes beyond the cap, in Chinese.
 */
warnings: Array<string>, 
/**
 * What publishing still needs, in Chinese.
 */
missing: Array<string>, };

/**
 * A plan in the list.
 */
export type YearPlanSummary = { 
/**
 * Identity.
 */
id: Id, 
/**
 * 年度
 */
year: number, 
/**
 * 名称
 */
name: string, 
/**
 * `draft`, `published` or `closed`
 */
state: string, 
/**
 * Published on.
 */
publishedOn: string | null, 
/**
 * Tasks that are not cancelled.
 */
tasks: number, };

/**
 * A cap of visits.
 */
export type YearlyCap = { 
/**
 * With so many visits this year a subject is left out.
 */
visits: number, 
/**
 * Why such subjects stay on the list all the same.
 */
keepReason?: string, 
/**
 * The cap is that of a year's plan, and counts as the plan does; absent, every visit that was made counts.
 */
ofPlan?: PlanCap, };

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
  'registers.list': { input: ListInput; output: ListPage }
  /** The most frequent values of a field. */
  'registers.facets': { input: FacetInput; output: Array<Facet> }
  /** One subject with its time line, relations and what is due. */
  'registers.get': { input: GetRecord; output: RecordPage }
  /** One page of a subject's time line, of all kinds or of some. */
  'registers.timeline': { input: TimelineInput; output: TimelinePage }
  /** A record as it was at the end of a day, read back from the journal. */
  'registers.asOf': { input: AsOfInput; output: AsOf }
  /** The full value of a masked field; the look is journalled. */
  'registers.reveal': { input: Reveal; output: Revealed }
  /** Adds or changes a record. */
  'registers.save': { input: SaveRecord; output: SavedRecord }
  /** What to look at in values that are being typed; writes nothing. */
  'registers.check': { input: CheckValues; output: Array<Warning> }
  /** Retires a record or brings one back. */
  'registers.retire': { input: RetireRecord; output: Revision }
  /** Finds records by any part of a name, pinyin, account, code or phone. */
  'registers.search': { input: SearchInput; output: SearchOutput }
  /** Which relations there are, and between which registers. */
  'relations.kinds': { input: Nothing; output: Array<RelationRole> }
  /** One page of a subject's relations. */
  'relations.list': { input: ListRelations; output: Page<SubjectRelation> }
  /** Enters a dated relation between two subjects. */
  'relations.add': { input: AddRelation; output: Saved }
  /** Ends a relation; it stays in the history. */
  'relations.end': { input: EndRelation; output: Revision }
  /** Takes back a relation that was entered by mistake. */
  'relations.withdraw': { input: TakeBack; output: Revision }
  /** The licences of a subject. */
  'licences.list': { input: OfSubject; output: Array<Licence> }
  /** Adds or changes a licence. */
  'licences.save': { input: SaveLicence; output: Saved }
  /** Takes back a licence. */
  'licences.withdraw': { input: TakeBack; output: Revision }
  /** The history of one kind of a subject's standing. */
  'standings.list': { input: ListStandings; output: Page<Standing> }
  /** Enters what was seen of a subject's standing on a day. */
  'standings.add': { input: AddStanding; output: Saved }
  /** Takes back a line of a subject's standing. */
  'standings.withdraw': { input: TakeBack; output: Revision }
  /** Who answers for subjects and streets. */
  'responsibilities.list': { input: ListResponsibilities; output: Array<Responsibility> }
  /** Adds or changes who answers for a subject or a street. */
  'responsibilities.save': { input: SaveResponsibility; output: Saved }
  /** Takes back who answers for a subject or a street. */
  'responsibilities.withdraw': { input: TakeBack; output: Revision }
  /** Enters a visit, an interview, a training. */
  'visits.add': { input: AddVisit; output: Saved }
  /** What was to follow a visit is done. */
  'visits.done': { input: DoneVisit; output: Revision }
  /** Writes a list into a file; what went out is journalled. */
  'registers.export': { input: ExportInput; output: Exported }
  /** Looks through a register for records that may be the same subject. */
  'registers.duplicates': { input: FindDuplicates; output: Duplicates }
  /** Records that may be the same subject as one record. */
  'registers.alike': { input: FindAlike; output: Array<DuplicatePair> }
  /** Remembers that two records are not the same subject, or takes that back. */
  'registers.separate': { input: DecidePair; output: Done }
  /** Makes two records one; both histories stay. */
  'registers.merge': { input: MergeRecords; output: Saved }
  /** Takes a merge back; what somebody changed since is listed and left. */
  'registers.unmerge': { input: UnmergeRecords; output: TakenBack }
  /** What changing many records at once would do; writes nothing. */
  'registers.bulkPreview': { input: BulkChoice; output: BulkPreview }
  /** Changes many records as previewed, as one deed. */
  'registers.bulkCommit': { input: BulkCommit; output: BulkDone }
  /** Takes a bulk edit back; what somebody changed since is listed and left. */
  'registers.bulkUndo': { input: OneBulk; output: TakenBack }
  /** The last bulk edits of a register. */
  'registers.bulks': { input: OfRegister; output: Array<BulkLine> }
  /** Saved views of a list and the columns that the acting person chose. */
  'registers.views': { input: OfRegister; output: ListViews }
  /** Saves a view of a list. */
  'registers.saveView': { input: SaveView; output: Saved }
  /** Retires a saved view. */
  'registers.dropView': { input: DropView; output: Revision }
  /** Remembers the columns that the acting person wants in a list. */
  'registers.chooseColumns': { input: ChooseColumns; output: Done }
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
  /** The receipt of a batch as a paper to print and sign. */
  'imports.paper': { input: BatchInput; output: FileResult }
  /** The rejected rows of a batch as they came, each with its reason, as a workbook. */
  'imports.rejects': { input: BatchInput; output: FileResult }
  /** Takes a batch back; what somebody changed since is listed and left. */
  'imports.undo': { input: BatchInput; output: Undone }
  /** The draws, the newest first. */
  'draws.list': { input: Nothing; output: Array<DrawSummary> }
  /** One draw: plan, list, seed, result, steps. */
  'draws.get': { input: GetDraw; output: Draw }
  /** Adds or changes the plan of a draw. */
  'draws.plan': { input: PlanDraw; output: Saved }
  /** How many subjects a list would have, and why others are left out. */
  'draws.preview': { input: PreviewDraw; output: DrawPreview }
  /** Locks list, persons and seed source. */
  'draws.lock': { input: LockDraw; output: DrawLocked }
  /** Enters the seed, once. */
  'draws.seed': { input: EnterSeed; output: SeedEntered }
  /** Draws subjects and teams and plans their inspections. */
  'draws.draw': { input: DrawNow; output: DrawnResult }
  /** The next subject of the fixed order stands in for one that cannot be inspected. */
  'draws.substitute': { input: SubstitutePick; output: Substituted }
  /** Who follows a person who falls out of a team, in the order the seed has fixed. */
  'draws.replaceOfficer': { input: ReplaceOfficer; output: OfficerReplaced }
  /** Voids a draw; everything recorded stays. */
  'draws.void': { input: VoidDraw; output: Revision }
  /** Plans a new round; the old one stays. */
  'draws.again': { input: AgainDraw; output: NewDraw }
  /** Recomputes a draw from its list and seed. */
  'draws.recheck': { input: RecheckDraw; output: DrawRecheck }
  /** The locked list as a file. */
  'draws.pool': { input: DrawFile; output: FileResult }
  /** The sheet of a draw as a JSON file that recomputes. */
  'draws.sheet': { input: SheetInput; output: SheetMade }
  /** The sheet of a locked list, or the record of a draw, as a paper. */
  'draws.paper': { input: DrawPaper; output: SheetMade }
  /** A sheet inside a page that recomputes it in any browser. */
  'draws.page': { input: SheetInput; output: FileResult }
  /** How often subjects and persons were drawn, beside what chance would have. */
  'draws.fairness': { input: FairnessInput; output: Fairness }
  /** The list of what may be checked, each line with its four aspects and its marks. */
  'plans.matters': { input: Nothing; output: Matters }
  /** The libraries of subjects and of inspectors, with what is missing in them. */
  'plans.libraries': { input: Nothing; output: Libraries }
  /** The plans of the years, the newest first. */
  'plans.list': { input: Nothing; output: Array<YearPlanSummary> }
  /** One plan with its tasks and how far they are. */
  'plans.get': { input: GetYearPlan; output: YearPlan }
  /** Adds or changes a plan; a published one with a reason. */
  'plans.save': { input: SavePlan; output: Saved }
  /** Copies a plan with its tasks into another year, as a draft. */
  'plans.copy': { input: CopyPlan; output: Saved }
  /** Publishes a plan that is approved, filed and whole. */
  'plans.publish': { input: PublishPlan; output: Revision }
  /** Closes a published plan, or takes a closed one up again. */
  'plans.setState': { input: SetPlanState; output: Revision }
  /** Adds or changes a task of a plan. */
  'plans.saveTask': { input: SavePlanTask; output: Saved }
  /** Cancels a task or takes it up again; its draws stay. */
  'plans.cancelTask': { input: CancelPlanTask; output: Revision }
  /** Takes a task out of a draft. */
  'plans.retireTask': { input: RetirePlanTask; output: Revision }
  /** What a draw of a task would be: how many, what goes beyond the cap, who is short. */
  'plans.outlook': { input: OnePlanTask; output: PlanTaskOutlook }
  /** Opens a draw of a task, its fields filled from the plan. */
  'plans.open': { input: OpenPlanTask; output: OpenedPlanDraw }
  /** The drawn subjects that a stage or a column counts. */
  'plans.results': { input: DrawResultsInput; output: DrawResults }
  /** Reviews finished checks: who handled one does not review it. */
  'plans.review': { input: ReviewDrawResults; output: Done }
  /** Publishes reviewed results; the list is kept and handed out as xlsx. */
  'plans.publishResults': { input: PublishDrawResults; output: PublicationMade }
  /** The lists that were published, the newest first. */
  'plans.publications': { input: Nothing; output: Array<PublicationShown> }
  /** A published list as it stands now, as xlsx; the export is journalled. */
  'plans.publicationFile': { input: OnePublication; output: FileResult }
  /** Corrects or withdraws a published result; what was published stays. */
  'plans.amend': { input: AmendPublicationLine; output: Revision }
  /** The statistics of a year's draws in 33 columns; each figure opens its list. */
  'plans.statistics': { input: DrawStatisticsInput; output: DrawStatistics }
  /** The statistics as xlsx; the export is journalled. */
  'plans.statisticsFile': { input: DrawStatisticsInput; output: FileResult }
  /** What is drawn and not checked yet, as a table or a paper to print. */
  'plans.taskList': { input: DrawTaskListInput; output: FileResult }
  /** The inspections, newest first. */
  'inspections.list': { input: ListInspections; output: Page<InspectionRow> }
  /** Begins an inspection, free or planned by a draw. */
  'inspections.start': { input: StartInspection; output: Saved }
  /** One inspection with its items, the law and the last time. */
  'inspections.get': { input: OneInspection; output: InspectionView }
  /** Answers one item. */
  'inspections.answer': { input: AnswerItem; output: Answered }
  /** States details, times and people of an inspection. */
  'inspections.details': { input: InspectionDetails; output: SavedDetails }
  /** Marks the unchecked items that the approach can show as clear, recorded as marked in bulk. */
  'inspections.markRest': { input: MarkRest; output: Marked }
  /** Finishes an inspection and makes its findings. */
  'inspections.finish': { input: FinishInspection; output: Finished }
  /** The papers of an inspection: ready, missing, issued. */
  'inspections.papers': { input: OneInspection; output: Array<InspectionPaper> }
  /** Deposits a file as evidence. */
  'evidence.add': { input: AddEvidence; output: Evidence }
  /** The evidence of one record. */
  'evidence.list': { input: ListEvidence; output: Array<Evidence> }
  /** States what a piece of evidence is and where it comes from. */
  'evidence.describe': { input: DescribeEvidence; output: Revision }
  /** Withdraws a piece of evidence; file and row stay. */
  'evidence.withdraw': { input: WithdrawEvidence; output: Revision }
  /** Recomputes the hashes of a piece of evidence. */
  'evidence.verify': { input: OneEvidence; output: EvidenceVerified }
  /** A copy of a piece of evidence to save. */
  'evidence.export': { input: OneEvidence; output: FileResult }
  /** The rectifications, by date. */
  'rectifications.list': { input: ListRectifications; output: Array<RectificationRow> }
  /** One rectification with its evidence before and after. */
  'rectifications.get': { input: OneRectification; output: RectificationView }
  /** Records a recheck. */
  'rectifications.recheck': { input: Recheck; output: Rechecked }
  /** Plans another date for a rectification. */
  'rectifications.setTerm': { input: SetTerm; output: Revision }
  /** The findings and their clocks. */
  'findings.list': { input: ListFindings; output: Array<FindingRow> }
  /** Decides about a finding. */
  'findings.decide': { input: DecideFinding; output: Revision }
  /** Ratings, open ones first. */
  'ratings.list': { input: Nothing; output: Array<RatingLine> }
  /** Begins a rating: two raters without an interest, the scheme's version frozen. */
  'ratings.start': { input: StartRating; output: Saved }
  /** One rating as the acting person may see it. */
  'ratings.get': { input: GetRating; output: RatingShown }
  /** Enters a rater's points, or those agreed. */
  'ratings.score': { input: ScoreInput; output: Revision }
  /** Records what was found about a veto. */
  'ratings.veto': { input: VetoInput; output: Revision }
  /** Ends a rating with an internal outcome; publicity stays locked. */
  'ratings.close': { input: CloseRating; output: RatingClosed }
  /** One page of the ledger of complaints and reports. */
  'complaints.list': { input: ListComplaints; output: Page<ComplaintRow> }
  /** What is to be done, by day: overdue first. */
  'dashboards.workbench': { input: Nothing; output: Workbench }
  /** What is overdue or due soon, as a paper to take along. */
  'dashboards.todayPaper': { input: Nothing; output: FileResult }
  /** A board of figures, each with its basis and the list that it counts. */
  'dashboards.board': { input: BoardInput; output: Board }
  /** Opens the list behind a figure. */
  'dashboards.rows': { input: RowsInput; output: Page<FigureRow> }
  /** Names of the platforms that a board can be asked for. */
  'dashboards.platforms': { input: Nothing; output: Array<string> }
  /** The papers that were issued, newest first. */
  'documents.list': { input: ListDocuments; output: Array<DocumentRow> }
  /** Fills the template of a paper in, gives it a number and keeps the file. */
  'documents.issue': { input: IssueDocument; output: DocumentIssued }
  /** The file of a paper that was issued. */
  'documents.open': { input: OpenDocument; output: FileResult }
  /** The templates of papers. */
  'documents.templates': { input: Nothing; output: Array<TemplateShown> }
  /** Replaces a template by the office's own; one with an unknown field is refused. */
  'documents.replaceTemplate': { input: ReplaceTemplate; output: TemplateReplaced }
  /** The file of a template, to change in WPS or Word. */
  'documents.template': { input: OneTemplate; output: FileResult }
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
  'registers.timeline': ['Registers', 'Inspections', 'Rectifications', 'Ratings', 'Complaints', 'Documents', 'Draws'],
  'registers.asOf': ['Registers'],
  'registers.reveal': [],
  'registers.save': ['Registers'],
  'registers.check': [],
  'registers.retire': ['Registers'],
  'registers.search': ['Registers'],
  'relations.kinds': [],
  'relations.list': ['Registers'],
  'relations.add': ['Registers'],
  'relations.end': ['Registers'],
  'relations.withdraw': ['Registers'],
  'licences.list': ['Registers'],
  'licences.save': ['Registers'],
  'licences.withdraw': ['Registers'],
  'standings.list': ['Registers'],
  'standings.add': ['Registers'],
  'standings.withdraw': ['Registers'],
  'responsibilities.list': ['Registers', 'People'],
  'responsibilities.save': ['Registers'],
  'responsibilities.withdraw': ['Registers'],
  'visits.add': ['Registers'],
  'visits.done': ['Registers'],
  'registers.export': [],
  'registers.duplicates': ['Registers'],
  'registers.alike': ['Registers'],
  'registers.separate': ['Registers'],
  'registers.merge': ['Registers'],
  'registers.unmerge': ['Registers'],
  'registers.bulkPreview': [],
  'registers.bulkCommit': ['Registers'],
  'registers.bulkUndo': ['Registers'],
  'registers.bulks': ['Registers'],
  'registers.views': ['Views'],
  'registers.saveView': ['Views'],
  'registers.dropView': ['Views'],
  'registers.chooseColumns': ['Views'],
  'imports.recognise': [],
  'imports.trial': [],
  'imports.commit': ['Imports', 'Registers'],
  'imports.list': ['Imports'],
  'imports.receipt': ['Imports'],
  'imports.paper': ['Imports'],
  'imports.rejects': ['Imports'],
  'imports.undo': ['Imports', 'Registers'],
  'draws.list': ['Draws', 'Inspections'],
  'draws.get': ['Draws', 'Inspections', 'People'],
  'draws.plan': ['Draws'],
  'draws.preview': ['Registers', 'Inspections'],
  'draws.lock': ['Draws'],
  'draws.seed': ['Draws'],
  'draws.draw': ['Draws', 'Inspections'],
  'draws.substitute': ['Draws', 'Inspections'],
  'draws.replaceOfficer': ['Draws', 'Inspections'],
  'draws.void': ['Draws', 'Inspections'],
  'draws.again': ['Draws', 'Inspections'],
  'draws.recheck': ['Draws'],
  'draws.pool': ['Draws'],
  'draws.sheet': ['Documents'],
  'draws.paper': ['Documents'],
  'draws.page': ['Draws'],
  'draws.fairness': ['Draws', 'People'],
  'plans.matters': ['Rules', 'Plans'],
  'plans.libraries': ['Registers', 'People', 'Inspections'],
  'plans.list': ['Plans'],
  'plans.get': ['Plans', 'Draws', 'Inspections', 'Registers', 'Rectifications'],
  'plans.save': ['Plans'],
  'plans.copy': ['Plans'],
  'plans.publish': ['Plans'],
  'plans.setState': ['Plans'],
  'plans.saveTask': ['Plans'],
  'plans.cancelTask': ['Plans'],
  'plans.retireTask': ['Plans'],
  'plans.outlook': ['Plans', 'Registers', 'People', 'Inspections'],
  'plans.open': ['Plans', 'Draws'],
  'plans.results': ['Plans', 'Draws', 'Inspections', 'Registers', 'Rectifications'],
  'plans.review': ['Plans'],
  'plans.publishResults': ['Plans'],
  'plans.publications': ['Plans'],
  'plans.publicationFile': [],
  'plans.amend': ['Plans'],
  'plans.statistics': ['Plans', 'Draws', 'Inspections', 'Registers', 'Rectifications'],
  'plans.statisticsFile': [],
  'plans.taskList': ['Plans', 'Draws', 'Inspections'],
  'inspections.list': ['Inspections'],
  'inspections.start': ['Inspections', 'Draws', 'Registers'],
  'inspections.get': ['Inspections', 'Evidence', 'Rules'],
  'inspections.answer': ['Inspections'],
  'inspections.details': ['Inspections'],
  'inspections.markRest': ['Inspections'],
  'inspections.finish': ['Inspections', 'Rectifications', 'Registers', 'Draws'],
  'inspections.papers': ['Inspections', 'Documents'],
  'evidence.add': ['Evidence', 'Inspections', 'Rectifications', 'Ratings'],
  'evidence.list': ['Evidence'],
  'evidence.describe': ['Evidence', 'Inspections'],
  'evidence.withdraw': ['Evidence', 'Inspections'],
  'evidence.verify': ['Evidence'],
  'evidence.export': ['Evidence'],
  'rectifications.list': ['Rectifications'],
  'rectifications.get': ['Rectifications', 'Evidence'],
  'rectifications.recheck': ['Rectifications', 'Registers'],
  'rectifications.setTerm': ['Rectifications'],
  'findings.list': ['Rectifications'],
  'findings.decide': ['Rectifications', 'Registers'],
  'ratings.list': ['Ratings'],
  'ratings.start': ['Ratings'],
  'ratings.get': ['Ratings', 'Evidence', 'Complaints', 'Rectifications'],
  'ratings.score': ['Ratings'],
  'ratings.veto': ['Ratings'],
  'ratings.close': ['Ratings', 'Registers'],
  'complaints.list': ['Complaints'],
  'dashboards.workbench': ['Plans', 'Inspections', 'Rectifications', 'Ratings', 'Draws', 'Rules', 'Backups', 'People', 'Imports'],
  'dashboards.todayPaper': ['Plans', 'Inspections', 'Rectifications', 'Ratings', 'Draws', 'Rules'],
  'dashboards.board': ['Registers', 'Inspections', 'Rectifications', 'Complaints'],
  'dashboards.rows': ['Registers', 'Inspections', 'Rectifications', 'Complaints'],
  'dashboards.platforms': ['Registers'],
  'documents.list': ['Documents'],
  'documents.issue': ['Documents', 'Inspections', 'Registers'],
  'documents.open': ['Documents'],
  'documents.templates': ['Documents'],
  'documents.replaceTemplate': ['Documents'],
  'documents.template': ['Documents'],
}
