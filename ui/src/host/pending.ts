import type { Calls } from './contract'

/** Calls that were agreed on and are not in the table yet. As soon as they are, the table's types count. */
type Any = { input: any; output: any }
type Names = 'draws.list'|'draws.get'|'draws.plan'|'draws.preview'|'draws.lock'|'draws.seed'|'draws.draw'|'draws.void'|'draws.again'|'draws.recheck'|'draws.pool'|'draws.sheet'|'inspections.list'|'inspections.start'|'inspections.get'|'inspections.answer'|'inspections.details'|'inspections.markRest'|'inspections.finish'|'inspections.papers'|'evidence.add'|'evidence.list'|'evidence.describe'|'evidence.withdraw'|'evidence.verify'|'evidence.export'|'rectifications.list'|'rectifications.get'|'rectifications.recheck'|'rectifications.setTerm'|'findings.list'|'findings.decide'|'ratings.list'|'ratings.start'|'ratings.get'|'ratings.score'|'ratings.veto'|'ratings.close'|'dashboards.workbench'|'dashboards.board'|'dashboards.platforms'|'documents.list'|'documents.issue'|'documents.open'|'documents.templates'|'documents.replaceTemplate'|'documents.template'|'complaints.list'
export type Pending = { [N in Exclude<Names, keyof Calls>]: Any }
