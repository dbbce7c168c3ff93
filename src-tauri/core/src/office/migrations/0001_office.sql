-- The first schema. Conventions:
--   key  local row number, for joins and search only; never leaves this file
--   id   global identity (16 bytes); references hold ids, so that records travel
--   rev  identity of the last journal entry that touched the row
-- Foreign keys only within what travels together. CHECKs look at one merge unit only.

CREATE TABLE meta (name TEXT PRIMARY KEY, value ANY NOT NULL) STRICT, WITHOUT ROWID;

-- Append-only journal: one hash chain per device.
CREATE TABLE journal (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  device BLOB NOT NULL CHECK (length(device) = 16),
  seq INTEGER NOT NULL CHECK (seq > 0),
  clock INTEGER NOT NULL,                -- hybrid logical clock: milliseconds << 16 | counter
  at INTEGER NOT NULL,                   -- wall time, UTC milliseconds
  clock_ran_back INTEGER NOT NULL DEFAULT 0,
  actor BLOB CHECK (actor IS NULL OR length(actor) = 16),
  deed TEXT NOT NULL,
  record BLOB,                           -- the record the deed is about, for its time line
  schema INTEGER NOT NULL,
  salt BLOB NOT NULL,
  payload BLOB NOT NULL,                 -- JSON bytes: the changes, before and after
  payload_hash BLOB NOT NULL,            -- SHA-256(salt || payload)
  previous BLOB NOT NULL,
  hash BLOB NOT NULL,
  UNIQUE (device, seq)
) STRICT;
CREATE INDEX journal_record ON journal (record, key) WHERE record IS NOT NULL;
CREATE INDEX journal_record_at ON journal (record, at, key) WHERE record IS NOT NULL;
-- What one person did, and what was done on one day.
CREATE INDEX journal_actor ON journal (actor, key);
CREATE INDEX journal_at ON journal (at, actor);
CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'journal is append-only'); END;
CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'journal is append-only'); END;

-- Records that an entry is about besides `journal.record`, for their time lines; derived from the entry.
CREATE TABLE deed_record (
  record BLOB NOT NULL, entry BLOB NOT NULL,
  PRIMARY KEY (record, entry)
) STRICT, WITHOUT ROWID;
CREATE INDEX deed_record_entry ON deed_record (entry);

-- Which entry last wrote a merge unit of a record; '*' stands for all units not listed.
-- A record without rows here was last written as a whole by its rev.
CREATE TABLE unit_head (
  record BLOB NOT NULL, unit TEXT NOT NULL, entry BLOB NOT NULL,
  PRIMARY KEY (record, unit)
) STRICT, WITHOUT ROWID;

CREATE TABLE office (
  key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev BLOB NOT NULL,
  name TEXT NOT NULL, code TEXT NOT NULL, address TEXT NOT NULL DEFAULT '', phone TEXT NOT NULL DEFAULT '',
  bureau TEXT NOT NULL DEFAULT '', number_prefix TEXT NOT NULL DEFAULT '', streets TEXT NOT NULL DEFAULT '[]',
  area_code TEXT NOT NULL DEFAULT '', area_name TEXT NOT NULL DEFAULT '',   -- 所在县（区）: decides what is "ours"
  practice INTEGER NOT NULL DEFAULT 0, retired INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE person (
  key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev BLOB NOT NULL,
  name TEXT NOT NULL, unit_name TEXT NOT NULL DEFAULT '',
  certificate_no TEXT NOT NULL DEFAULT '', certificate_until TEXT,
  roles TEXT NOT NULL DEFAULT '[]', recusals TEXT NOT NULL DEFAULT '[]',
  skills TEXT NOT NULL DEFAULT '[]', days_off TEXT NOT NULL DEFAULT '[]',   -- days_off: [{from, to}]
  retired INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Rule packs as they were loaded; an open record keeps the version it began with.
CREATE TABLE pack (
  key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev BLOB NOT NULL,
  name TEXT NOT NULL, kind TEXT NOT NULL, title TEXT NOT NULL, version TEXT NOT NULL, effective_from TEXT,
  source TEXT NOT NULL, sha256 TEXT NOT NULL, signature TEXT, content TEXT NOT NULL,
  loaded_at INTEGER NOT NULL, retired INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX pack_name ON pack (name, key);

-- Registers. `batch` is the import that created the row (an open one is left out of lists, search and draws).
CREATE TABLE platform (
  key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev BLOB NOT NULL, batch INTEGER,
  name TEXT NOT NULL, credit_code TEXT NOT NULL DEFAULT '', operator_name TEXT NOT NULL DEFAULT '',
  kind TEXT NOT NULL DEFAULT '', domicile TEXT NOT NULL DEFAULT '', street TEXT NOT NULL DEFAULT '',
  website TEXT NOT NULL DEFAULT '', turnover_cents INTEGER, shop_count INTEGER, categories TEXT NOT NULL DEFAULT '',
  model TEXT NOT NULL DEFAULT '', status TEXT NOT NULL DEFAULT 'active', risk_class TEXT NOT NULL DEFAULT '',
  domicile_area TEXT NOT NULL DEFAULT '', service_address TEXT NOT NULL DEFAULT '',
  agent_name TEXT NOT NULL DEFAULT '', agent_phone TEXT NOT NULL DEFAULT '',
  supervision_channel TEXT NOT NULL DEFAULT '', remark TEXT NOT NULL DEFAULT '',
  sort_key TEXT NOT NULL, retired INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE room (
  key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev BLOB NOT NULL, batch INTEGER,
  name TEXT NOT NULL, platform_name TEXT NOT NULL DEFAULT '', account TEXT NOT NULL DEFAULT '',
  account_url TEXT NOT NULL DEFAULT '', session_id TEXT NOT NULL DEFAULT '',
  operator_name TEXT NOT NULL DEFAULT '', operator_code TEXT NOT NULL DEFAULT '',
  host_name TEXT NOT NULL DEFAULT '', agency_name TEXT NOT NULL DEFAULT '',
  category TEXT NOT NULL DEFAULT '', street TEXT NOT NULL DEFAULT '',
  business_address TEXT NOT NULL DEFAULT '', domicile TEXT NOT NULL DEFAULT '',
  contact TEXT NOT NULL DEFAULT '', phone TEXT NOT NULL DEFAULT '', followers TEXT NOT NULL DEFAULT '',
  status TEXT NOT NULL DEFAULT 'active', risk_class TEXT NOT NULL DEFAULT '',
  venue TEXT NOT NULL DEFAULT '', registered TEXT NOT NULL DEFAULT '',
  business_area TEXT NOT NULL DEFAULT '', domicile_area TEXT NOT NULL DEFAULT '',
  service_address TEXT NOT NULL DEFAULT '', agent_name TEXT NOT NULL DEFAULT '', agent_phone TEXT NOT NULL DEFAULT '',
  supervision_channel TEXT NOT NULL DEFAULT '',
  source TEXT NOT NULL DEFAULT '', remark TEXT NOT NULL DEFAULT '',
  sort_key TEXT NOT NULL, retired INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE operator (
  key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev BLOB NOT NULL, batch INTEGER,
  name TEXT NOT NULL, credit_code TEXT NOT NULL DEFAULT '', registration_no TEXT NOT NULL DEFAULT '',
  kind TEXT NOT NULL DEFAULT '', status TEXT NOT NULL DEFAULT '', legal_person TEXT NOT NULL DEFAULT '',
  phone TEXT NOT NULL DEFAULT '', domicile TEXT NOT NULL DEFAULT '', business_address TEXT NOT NULL DEFAULT '',
  scope TEXT NOT NULL DEFAULT '', capital TEXT NOT NULL DEFAULT '', established_on TEXT NOT NULL DEFAULT '',
  industry TEXT NOT NULL DEFAULT '', risk_class TEXT NOT NULL DEFAULT '', id_card TEXT NOT NULL DEFAULT '',
  street TEXT NOT NULL DEFAULT '', domicile_area TEXT NOT NULL DEFAULT '', business_area TEXT NOT NULL DEFAULT '',
  service_address TEXT NOT NULL DEFAULT '', agent_name TEXT NOT NULL DEFAULT '', agent_phone TEXT NOT NULL DEFAULT '',
  remark TEXT NOT NULL DEFAULT '',
  sort_key TEXT NOT NULL, retired INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE host (
  key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev BLOB NOT NULL, batch INTEGER,
  name TEXT NOT NULL, account TEXT NOT NULL DEFAULT '', platform_name TEXT NOT NULL DEFAULT '',
  agency_name TEXT NOT NULL DEFAULT '', real_name TEXT NOT NULL DEFAULT '', phone TEXT NOT NULL DEFAULT '',
  followers TEXT NOT NULL DEFAULT '', sex TEXT NOT NULL DEFAULT '', city TEXT NOT NULL DEFAULT '',
  bio TEXT NOT NULL DEFAULT '', account_url TEXT NOT NULL DEFAULT '', id_card TEXT NOT NULL DEFAULT '',
  guardian_consent TEXT NOT NULL DEFAULT '', service_address TEXT NOT NULL DEFAULT '', remark TEXT NOT NULL DEFAULT '',
  sort_key TEXT NOT NULL, retired INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE shop (
  key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev BLOB NOT NULL, batch INTEGER,
  name TEXT NOT NULL, platform_name TEXT NOT NULL DEFAULT '', shop_no TEXT NOT NULL DEFAULT '',
  operator_name TEXT NOT NULL DEFAULT '', operator_code TEXT NOT NULL DEFAULT '',
  address TEXT NOT NULL DEFAULT '', phone TEXT NOT NULL DEFAULT '', category TEXT NOT NULL DEFAULT '',
  remark TEXT NOT NULL DEFAULT '',
  sort_key TEXT NOT NULL, retired INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE agency (
  key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev BLOB NOT NULL, batch INTEGER,
  name TEXT NOT NULL, credit_code TEXT NOT NULL DEFAULT '', status TEXT NOT NULL DEFAULT '',
  risk_class TEXT NOT NULL DEFAULT '', legal_person TEXT NOT NULL DEFAULT '', contact TEXT NOT NULL DEFAULT '',
  phone TEXT NOT NULL DEFAULT '', street TEXT NOT NULL DEFAULT '', domicile TEXT NOT NULL DEFAULT '',
  domicile_area TEXT NOT NULL DEFAULT '', business_address TEXT NOT NULL DEFAULT '',
  service_address TEXT NOT NULL DEFAULT '', agent_name TEXT NOT NULL DEFAULT '', agent_phone TEXT NOT NULL DEFAULT '',
  services TEXT NOT NULL DEFAULT '', source TEXT NOT NULL DEFAULT '', remark TEXT NOT NULL DEFAULT '',
  sort_key TEXT NOT NULL, retired INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE supplier (
  key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev BLOB NOT NULL, batch INTEGER,
  name TEXT NOT NULL, credit_code TEXT NOT NULL DEFAULT '', status TEXT NOT NULL DEFAULT '',
  risk_class TEXT NOT NULL DEFAULT '', kind TEXT NOT NULL DEFAULT '', legal_person TEXT NOT NULL DEFAULT '',
  contact TEXT NOT NULL DEFAULT '', phone TEXT NOT NULL DEFAULT '', street TEXT NOT NULL DEFAULT '',
  domicile TEXT NOT NULL DEFAULT '', domicile_area TEXT NOT NULL DEFAULT '',
  business_address TEXT NOT NULL DEFAULT '', service_address TEXT NOT NULL DEFAULT '',
  goods TEXT NOT NULL DEFAULT '', source TEXT NOT NULL DEFAULT '', remark TEXT NOT NULL DEFAULT '',
  sort_key TEXT NOT NULL, retired INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE base (
  key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev BLOB NOT NULL, batch INTEGER,
  name TEXT NOT NULL, status TEXT NOT NULL DEFAULT 'active', kind TEXT NOT NULL DEFAULT '',
  operator_name TEXT NOT NULL DEFAULT '', operator_code TEXT NOT NULL DEFAULT '',
  contact TEXT NOT NULL DEFAULT '', phone TEXT NOT NULL DEFAULT '', street TEXT NOT NULL DEFAULT '',
  address TEXT NOT NULL DEFAULT '', area TEXT NOT NULL DEFAULT '', opened_on TEXT NOT NULL DEFAULT '',
  categories TEXT NOT NULL DEFAULT '', source TEXT NOT NULL DEFAULT '', remark TEXT NOT NULL DEFAULT '',
  sort_key TEXT NOT NULL, retired INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE brand (
  key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev BLOB NOT NULL, batch INTEGER,
  name TEXT NOT NULL, trademark_no TEXT NOT NULL DEFAULT '', status TEXT NOT NULL DEFAULT 'active',
  classes TEXT NOT NULL DEFAULT '', owner_name TEXT NOT NULL DEFAULT '', owner_code TEXT NOT NULL DEFAULT '',
  goods TEXT NOT NULL DEFAULT '', valid_until TEXT NOT NULL DEFAULT '',
  source TEXT NOT NULL DEFAULT '', remark TEXT NOT NULL DEFAULT '',
  sort_key TEXT NOT NULL, retired INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX agency_sort ON agency (sort_key, key);
CREATE INDEX supplier_sort ON supplier (sort_key, key);
CREATE INDEX base_sort ON base (sort_key, key);
CREATE INDEX brand_sort ON brand (sort_key, key);
CREATE INDEX agency_retired ON agency (key) WHERE retired = 1;
CREATE INDEX supplier_retired ON supplier (key) WHERE retired = 1;
CREATE INDEX base_retired ON base (key) WHERE retired = 1;
CREATE INDEX brand_retired ON brand (key) WHERE retired = 1;
CREATE INDEX agency_code ON agency (credit_code) WHERE credit_code <> '';
CREATE INDEX supplier_code ON supplier (credit_code) WHERE credit_code <> '';
CREATE INDEX platform_code ON platform (credit_code) WHERE credit_code <> '';
CREATE INDEX platform_sort ON platform (sort_key, key);
CREATE INDEX room_sort ON room (sort_key, key);
CREATE INDEX operator_sort ON operator (sort_key, key);
CREATE INDEX host_sort ON host (sort_key, key);
CREATE INDEX shop_sort ON shop (sort_key, key);
-- The few retired rows, so that counts need not read wide rows.
CREATE INDEX platform_retired ON platform (key) WHERE retired = 1;
CREATE INDEX room_retired ON room (key) WHERE retired = 1;
CREATE INDEX operator_retired ON operator (key) WHERE retired = 1;
CREATE INDEX host_retired ON host (key) WHERE retired = 1;
CREATE INDEX shop_retired ON shop (key) WHERE retired = 1;
-- The few that were entered by hand: what imports made is counted batch by batch.
CREATE INDEX platform_hand ON platform (key) WHERE batch IS NULL;
CREATE INDEX room_hand ON room (key) WHERE batch IS NULL;
CREATE INDEX operator_hand ON operator (key) WHERE batch IS NULL;
CREATE INDEX host_hand ON host (key) WHERE batch IS NULL;
CREATE INDEX shop_hand ON shop (key) WHERE batch IS NULL;
CREATE INDEX agency_hand ON agency (key) WHERE batch IS NULL;
CREATE INDEX supplier_hand ON supplier (key) WHERE batch IS NULL;
CREATE INDEX base_hand ON base (key) WHERE batch IS NULL;
CREATE INDEX brand_hand ON brand (key) WHERE batch IS NULL;
-- What rooms and shops are filtered by.
CREATE INDEX shop_platform_sort ON shop (platform_name, sort_key, key);
CREATE INDEX room_platform_sort ON room (platform_name, sort_key, key);
CREATE INDEX room_street_sort ON room (street, sort_key, key);
-- The values of which there are few: 'active' and '' are found by looking.
CREATE INDEX room_status_sort ON room (status, sort_key, key) WHERE status <> 'active';
CREATE INDEX room_risk_sort ON room (risk_class, sort_key, key) WHERE risk_class <> '';
CREATE INDEX operator_code ON operator (credit_code) WHERE credit_code <> '';
CREATE INDEX room_operator_code ON room (operator_code) WHERE operator_code <> '';

-- Who is what to whom: dated, many to many. One legal person may hold several roles.
CREATE TABLE relation (
  key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev BLOB NOT NULL,
  kind TEXT NOT NULL, from_register TEXT NOT NULL, from_id BLOB NOT NULL,
  to_register TEXT NOT NULL, to_id BLOB NOT NULL,
  since TEXT, until TEXT, source TEXT NOT NULL DEFAULT '', remark TEXT NOT NULL DEFAULT '',
  retired INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX relation_from ON relation (from_id, kind, key) WHERE retired = 0;
CREATE INDEX relation_to ON relation (to_id, kind, key) WHERE retired = 0;
-- Licences and filings of a subject, each with its own term.
CREATE TABLE licence (
  key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev BLOB NOT NULL,
  register TEXT NOT NULL, subject_id BLOB NOT NULL, subject_name TEXT NOT NULL,
  kind TEXT NOT NULL, number TEXT NOT NULL DEFAULT '', issuer TEXT NOT NULL DEFAULT '',
  valid_from TEXT, valid_until TEXT, scope TEXT NOT NULL DEFAULT '',
  source TEXT NOT NULL DEFAULT '', remark TEXT NOT NULL DEFAULT '', retired INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX licence_subject ON licence (subject_id, key);
CREATE INDEX licence_open ON licence (valid_until) WHERE valid_until IS NOT NULL AND retired = 0;
-- What was found about a subject's standing on a day: 亮照亮标, 年报, statutory lists, credit-risk class, 内部关注.
-- The newest line of a kind holds; the older ones are its history.
CREATE TABLE standing (
  key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev BLOB NOT NULL,
  register TEXT NOT NULL, subject_id BLOB NOT NULL, subject_name TEXT NOT NULL,
  kind TEXT NOT NULL, state TEXT NOT NULL, seen_on TEXT NOT NULL, until TEXT, year INTEGER,
  reason TEXT NOT NULL DEFAULT '', source TEXT NOT NULL DEFAULT '', retired INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX standing_subject ON standing (subject_id, seen_on, key);
CREATE INDEX standing_kind ON standing (subject_id, kind, seen_on, key);
CREATE INDEX standing_open ON standing (until) WHERE kind = 'watch' AND until IS NOT NULL AND retired = 0;
-- 包片: who answers for a subject or for a street, at three levels.
CREATE TABLE responsibility (
  key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev BLOB NOT NULL,
  register TEXT NOT NULL DEFAULT '', subject_id BLOB, street TEXT NOT NULL DEFAULT '', level TEXT NOT NULL,
  unit_name TEXT NOT NULL DEFAULT '', person_id BLOB, person_name TEXT NOT NULL DEFAULT '',
  since TEXT, until TEXT, remark TEXT NOT NULL DEFAULT '', retired INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX responsibility_subject ON responsibility (subject_id, key) WHERE subject_id IS NOT NULL;
CREATE INDEX responsibility_street ON responsibility (street, key) WHERE street <> '';
-- 走访、约谈、驻场指导: contacts that are no inspection.
CREATE TABLE visit (
  key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev BLOB NOT NULL,
  register TEXT NOT NULL, subject_id BLOB NOT NULL, subject_name TEXT NOT NULL,
  kind TEXT NOT NULL, visited_on TEXT NOT NULL, people TEXT NOT NULL DEFAULT '', summary TEXT NOT NULL,
  next_step TEXT NOT NULL DEFAULT '', due_on TEXT, done_on TEXT, retired INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX visit_subject ON visit (subject_id, visited_on, key);
CREATE INDEX visit_open ON visit (due_on) WHERE due_on IS NOT NULL AND done_on IS NULL AND retired = 0;

-- Imports: the outcome of every row is stored and never changed.
CREATE TABLE batch (
  key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev BLOB NOT NULL,
  register TEXT NOT NULL, file_name TEXT NOT NULL, file_hash TEXT NOT NULL, mapping TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'committed', 'cancelled', 'undone')),
  rows INTEGER NOT NULL DEFAULT 0, created INTEGER NOT NULL DEFAULT 0, updated INTEGER NOT NULL DEFAULT 0,
  unchanged INTEGER NOT NULL DEFAULT 0, rejected INTEGER NOT NULL DEFAULT 0,
  outcome_hash TEXT NOT NULL DEFAULT '', reading TEXT NOT NULL DEFAULT '{}',  -- JSON: what reading the file was like
  started_at INTEGER NOT NULL, finished_at INTEGER,
  open_created INTEGER NOT NULL DEFAULT 0,  -- local: rows not yet visible while the batch is open
  retired INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE batch_row (
  batch INTEGER NOT NULL REFERENCES batch (key), row INTEGER NOT NULL,
  record BLOB, outcome TEXT NOT NULL CHECK (outcome IN ('created', 'updated', 'unchanged', 'rejected')),
  changes TEXT, reason TEXT,
  PRIMARY KEY (batch, row)
) STRICT, WITHOUT ROWID;
-- Which imports changed a record, for its time line and the view back in time; a first import costs nothing here.
CREATE INDEX batch_row_updated ON batch_row (record) WHERE outcome = 'updated';
CREATE TRIGGER batch_row_no_update BEFORE UPDATE ON batch_row BEGIN SELECT RAISE(ABORT, 'outcomes are append-only'); END;
CREATE TRIGGER batch_row_no_delete BEFORE DELETE ON batch_row BEGIN SELECT RAISE(ABORT, 'outcomes are append-only'); END;
-- How a header was mapped last time, so that the next file of the same sender needs no work.
CREATE TABLE mapping_memory (
  key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev BLOB NOT NULL,
  register TEXT NOT NULL, fingerprint TEXT NOT NULL, mapping TEXT NOT NULL, retired INTEGER NOT NULL DEFAULT 0
) STRICT;
-- The same subject under two identities, as noticed; a person decides.
CREATE TABLE duplicate_notice (
  key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev BLOB NOT NULL,
  register TEXT NOT NULL, record BLOB NOT NULL, other BLOB NOT NULL, reason TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'open', retired INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX duplicate_notice_pair ON duplicate_notice (register, record);
CREATE INDEX duplicate_notice_other ON duplicate_notice (register, other);
-- Two records that a person made one: the absorbed one is retired and keeps its history.
CREATE TABLE record_merge (
  key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev BLOB NOT NULL,
  register TEXT NOT NULL, survivor BLOB NOT NULL, absorbed BLOB NOT NULL, taken TEXT NOT NULL DEFAULT '[]',
  reason TEXT NOT NULL, merged_at INTEGER NOT NULL, state TEXT NOT NULL, retired INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX record_merge_survivor ON record_merge (survivor);
CREATE INDEX record_merge_absorbed ON record_merge (absorbed);
-- One change of many records; the changes themselves are in the journal under its id.
CREATE TABLE bulk_edit (
  key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev BLOB NOT NULL,
  register TEXT NOT NULL, filter TEXT NOT NULL, fields TEXT NOT NULL, reason TEXT NOT NULL, began_at INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'committed', 'cancelled', 'undone')),
  changed INTEGER NOT NULL DEFAULT 0, retired INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX bulk_edit_open ON bulk_edit (state) WHERE state = 'open';
-- Filters with a name, and the columns that a person chose.
CREATE TABLE saved_view (
  key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev BLOB NOT NULL,
  register TEXT NOT NULL, person BLOB NOT NULL, name TEXT NOT NULL, filter TEXT NOT NULL, columns TEXT NOT NULL DEFAULT '[]',
  shared INTEGER NOT NULL DEFAULT 0, retired INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE chosen_columns (
  key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev BLOB NOT NULL,
  register TEXT NOT NULL, person BLOB NOT NULL, columns TEXT NOT NULL, retired INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Draws. The pool itself is a file under documents/ named by its SHA-256.
CREATE TABLE draw (
  key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev BLOB NOT NULL,
  year INTEGER NOT NULL, number INTEGER NOT NULL, round INTEGER NOT NULL DEFAULT 1,
  title TEXT NOT NULL, basis TEXT NOT NULL DEFAULT '', plan TEXT NOT NULL DEFAULT '{}',
  state TEXT NOT NULL CHECK (state IN ('draft', 'locked', 'seeded', 'drawn', 'voided')),
  register TEXT NOT NULL DEFAULT 'rooms', checklist TEXT NOT NULL DEFAULT '', filter TEXT NOT NULL DEFAULT '{}',
  take INTEGER NOT NULL DEFAULT 0, due_on TEXT, terms TEXT NOT NULL DEFAULT '{}',
  pool_count INTEGER, pool_sha256 TEXT, pool_sm3 TEXT, persons TEXT NOT NULL DEFAULT '[]',
  strata TEXT NOT NULL DEFAULT '[]', lock_sha256 TEXT,   -- each stratum is a list of its own, named by its SHA-256
  seed_kind TEXT NOT NULL DEFAULT '', seed_place TEXT NOT NULL DEFAULT '', seed_witnesses TEXT NOT NULL DEFAULT '[]',
  locked_at INTEGER, seed TEXT, seeded_at INTEGER, seeded_by TEXT NOT NULL DEFAULT '[]',
  drawn_at INTEGER, result_sha256 TEXT, algorithm TEXT NOT NULL DEFAULT '',
  void_reason TEXT NOT NULL DEFAULT '', void_approval TEXT NOT NULL DEFAULT '',
  task_id BLOB, occurrence TEXT NOT NULL DEFAULT '',  -- the task of a year's plan, and which time of it: 2026-11, 2026-Q4
  retired INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX draw_task ON draw (task_id) WHERE task_id IS NOT NULL;
CREATE TABLE draw_pick (
  key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev BLOB NOT NULL,
  draw_id BLOB NOT NULL REFERENCES draw (id), position INTEGER NOT NULL,
  subject_id BLOB NOT NULL, subject_no TEXT NOT NULL, subject_name TEXT NOT NULL, ticket TEXT NOT NULL,
  picked_at INTEGER NOT NULL, replaces BLOB, stratum TEXT NOT NULL DEFAULT '',
  leader_id BLOB, member_id BLOB, others TEXT NOT NULL DEFAULT '[]',   -- the team as first drawn
  swaps TEXT NOT NULL DEFAULT '[]',   -- who fell out and who followed: appended, never removed
  state TEXT NOT NULL DEFAULT 'drawn', reason TEXT NOT NULL DEFAULT '',
  retired INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX draw_pick_draw ON draw_pick (draw_id, position);
CREATE INDEX draw_pick_subject ON draw_pick (subject_id, picked_at, key);

-- The plan of a year, and its tasks. A draw names its task.
CREATE TABLE year_plan (
  key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev BLOB NOT NULL,
  year INTEGER NOT NULL, name TEXT NOT NULL, basis TEXT NOT NULL DEFAULT '',
  approver TEXT NOT NULL DEFAULT '', filing_no TEXT NOT NULL DEFAULT '', matters_no TEXT NOT NULL DEFAULT '', published_on TEXT,
  state TEXT NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'published', 'closed')),
  visit_cap INTEGER, cap_exempt TEXT NOT NULL DEFAULT '[]', cap_onsite_only INTEGER NOT NULL DEFAULT 0,
  copied_from BLOB, retired INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE plan_task (
  key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev BLOB NOT NULL,
  plan_id BLOB NOT NULL REFERENCES year_plan (id), position INTEGER NOT NULL,
  title TEXT NOT NULL, matters TEXT NOT NULL DEFAULT '[]', register TEXT NOT NULL, checklist TEXT NOT NULL DEFAULT '',
  filter TEXT NOT NULL DEFAULT '{}', share INTEGER, take INTEGER,   -- one of the two; share in hundredths of a percent
  kind TEXT NOT NULL, site TEXT NOT NULL, repeats TEXT NOT NULL, starts_on TEXT NOT NULL, ends_on TEXT NOT NULL,
  lead TEXT NOT NULL DEFAULT '', departments TEXT NOT NULL DEFAULT '[]',
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'cancelled')), state_reason TEXT NOT NULL DEFAULT '',
  retired INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX plan_task_plan ON plan_task (plan_id, position);
-- 复核 of what was found at a drawn subject; the newest row holds.
CREATE TABLE result_review (
  key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev BLOB NOT NULL,
  inspection_id BLOB NOT NULL, reviewer_id BLOB NOT NULL, decision TEXT NOT NULL CHECK (decision IN ('passed', 'returned')),
  words TEXT NOT NULL DEFAULT '', reviewed_at INTEGER NOT NULL, retired INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX result_review_inspection ON result_review (inspection_id, key);
-- 公示 lists as handed out, and their lines; a line may be corrected or withdrawn later, and stays.
CREATE TABLE publication (
  key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev BLOB NOT NULL,
  title TEXT NOT NULL, objection_phone TEXT NOT NULL, published_on TEXT NOT NULL, file_sha256 TEXT NOT NULL, file_name TEXT NOT NULL,
  line_count INTEGER NOT NULL, chain_head TEXT NOT NULL, retired INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE publication_line (
  key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev BLOB NOT NULL,
  publication_id BLOB NOT NULL REFERENCES publication (id), inspection_id BLOB NOT NULL, position INTEGER NOT NULL,
  name TEXT NOT NULL, code TEXT NOT NULL, subject_words TEXT NOT NULL, task_words TEXT NOT NULL, checked_on TEXT NOT NULL,
  result_words TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'published' CHECK (state IN ('published', 'corrected', 'withdrawn')),
  corrected_words TEXT NOT NULL DEFAULT '', reason TEXT NOT NULL DEFAULT '', changed_on TEXT,
  retired INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX publication_line_publication ON publication_line (publication_id, position);
CREATE INDEX publication_line_inspection ON publication_line (inspection_id, key);

-- Inspections
CREATE TABLE inspection (
  key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev BLOB NOT NULL,
  year INTEGER NOT NULL, number INTEGER NOT NULL,
  register TEXT NOT NULL, subject_id BLOB NOT NULL, subject_name TEXT NOT NULL,
  draw_id BLOB, pick_id BLOB, pack_id BLOB NOT NULL, approach TEXT NOT NULL,
  reason TEXT NOT NULL DEFAULT '', state TEXT NOT NULL CHECK (state IN ('planned', 'started', 'finished')),
  leader_id BLOB, member_id BLOB, member_confirmed_at INTEGER,
  began_at INTEGER, ended_at INTEGER, entered_at INTEGER, due_on TEXT,
  details TEXT NOT NULL DEFAULT '{}', result_word TEXT NOT NULL DEFAULT '', follow_up TEXT NOT NULL DEFAULT '',
  bulk_marked INTEGER NOT NULL DEFAULT 0, unchecked_reason TEXT NOT NULL DEFAULT '', finished_at INTEGER,
  retired INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX inspection_subject ON inspection (subject_id, key);
CREATE INDEX inspection_subject_at ON inspection (subject_id, coalesce(ended_at, began_at, 0), key);
CREATE INDEX inspection_state ON inspection (state, key);
CREATE INDEX inspection_number ON inspection (year, number);
CREATE INDEX inspection_draw ON inspection (draw_id, key) WHERE draw_id IS NOT NULL;
CREATE UNIQUE INDEX inspection_pick ON inspection (pick_id) WHERE pick_id IS NOT NULL;
CREATE TABLE inspection_item (
  key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev BLOB NOT NULL,
  inspection_id BLOB NOT NULL REFERENCES inspection (id), item TEXT NOT NULL, position INTEGER NOT NULL,
  result TEXT NOT NULL DEFAULT 'unchecked' CHECK (result IN ('unchecked', 'clear', 'problem', 'notApplicable', 'unable')),
  method TEXT NOT NULL DEFAULT '', situation TEXT NOT NULL DEFAULT '', responsible TEXT NOT NULL DEFAULT '',
  fact TEXT NOT NULL DEFAULT '', correct_by TEXT, bulk INTEGER NOT NULL DEFAULT 0, answered_at INTEGER,
  retired INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX inspection_item_inspection ON inspection_item (inspection_id, position);
CREATE TABLE evidence (
  key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev BLOB NOT NULL,
  inspection_id BLOB, item_id BLOB, rectification_id BLOB, rating_id BLOB,
  name TEXT NOT NULL, mime TEXT NOT NULL, size INTEGER NOT NULL, sha256 TEXT NOT NULL, sm3 TEXT NOT NULL,
  kind TEXT NOT NULL DEFAULT '', source TEXT NOT NULL DEFAULT '', made_how TEXT NOT NULL DEFAULT '',
  made_at TEXT NOT NULL DEFAULT '', made_by TEXT NOT NULL DEFAULT '', time_mark TEXT NOT NULL DEFAULT '',
  deposited_at INTEGER NOT NULL, withdrawn_reason TEXT NOT NULL DEFAULT '', retired INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX evidence_inspection ON evidence (inspection_id, key) WHERE inspection_id IS NOT NULL;
CREATE INDEX evidence_rectification ON evidence (rectification_id, key) WHERE rectification_id IS NOT NULL;
CREATE INDEX evidence_rating ON evidence (rating_id, key) WHERE rating_id IS NOT NULL;

-- A finding starts a clock of its own; correcting it closes nothing by itself.
CREATE TABLE finding (
  key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev BLOB NOT NULL,
  inspection_id BLOB NOT NULL, item_id BLOB NOT NULL, register TEXT NOT NULL, subject_id BLOB NOT NULL,
  subject_name TEXT NOT NULL, item TEXT NOT NULL, situation TEXT NOT NULL, fact TEXT NOT NULL, responsible TEXT NOT NULL,
  found_on TEXT NOT NULL, state TEXT NOT NULL DEFAULT 'suspected', decided_on TEXT, reason TEXT NOT NULL DEFAULT '',
  verify_by TEXT, calendar TEXT NOT NULL DEFAULT '',   -- the last day of 核查 and how it was reckoned; null and '' are 待核
  retired INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX finding_subject ON finding (subject_id, found_on, key);
CREATE INDEX finding_inspection ON finding (inspection_id);
CREATE TABLE rectification (
  key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev BLOB NOT NULL,
  finding_id BLOB NOT NULL, inspection_id BLOB NOT NULL, register TEXT NOT NULL, subject_id BLOB NOT NULL, subject_name TEXT NOT NULL,
  state TEXT NOT NULL, requirement TEXT NOT NULL DEFAULT '', correct_by TEXT, calendar TEXT NOT NULL DEFAULT '',
  rechecked_on TEXT, recheck_result TEXT NOT NULL DEFAULT '', recheck_note TEXT NOT NULL DEFAULT '',
  retired INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX rectification_subject ON rectification (subject_id, id);
CREATE INDEX rectification_rechecked ON rectification (subject_id, rechecked_on, key) WHERE rechecked_on IS NOT NULL;
CREATE INDEX rectification_inspection ON rectification (inspection_id);
CREATE INDEX rectification_due ON rectification (state, correct_by);
-- What is still to do, for the workbench.
CREATE INDEX rectification_open ON rectification (correct_by) WHERE state NOT IN ('closed', 'withdrawn') AND retired = 0;
CREATE INDEX finding_open ON finding (verify_by) WHERE state IN ('suspected', 'verifying') AND retired = 0;
CREATE INDEX inspection_open ON inspection (due_on) WHERE state IN ('planned', 'started') AND retired = 0;

-- Ratings
CREATE TABLE rating (
  key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev BLOB NOT NULL,
  room_id BLOB NOT NULL, room_name TEXT NOT NULL, pack_id BLOB NOT NULL, batch_title TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL, first_rater BLOB, second_rater BLOB, applied_on TEXT NOT NULL,
  outcome_points INTEGER, outcome_rung TEXT NOT NULL DEFAULT '', closed_at INTEGER, note TEXT NOT NULL DEFAULT '',
  retired INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX rating_room ON rating (room_id, applied_on, key);
CREATE INDEX rating_closed ON rating (room_id, closed_at, key) WHERE closed_at IS NOT NULL;
CREATE TABLE rating_score (
  key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev BLOB NOT NULL,
  rating_id BLOB NOT NULL REFERENCES rating (id), indicator TEXT NOT NULL, seat TEXT NOT NULL,
  tenths INTEGER, reason TEXT NOT NULL DEFAULT '', retired INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX rating_score_rating ON rating_score (rating_id, indicator);
CREATE TABLE rating_veto (
  key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev BLOB NOT NULL,
  rating_id BLOB NOT NULL REFERENCES rating (id), veto TEXT NOT NULL, state TEXT NOT NULL DEFAULT 'toCheck',
  checked_on TEXT, source TEXT NOT NULL DEFAULT '', retired INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX rating_veto_rating ON rating_veto (rating_id);

-- Papers as issued, and the numbers they took. A number is never used twice; a spoiled one stays listed.
CREATE TABLE document (
  key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev BLOB NOT NULL,
  kind TEXT NOT NULL, title TEXT NOT NULL, number TEXT NOT NULL DEFAULT '', register TEXT NOT NULL DEFAULT '',
  subject_id BLOB, subject_name TEXT NOT NULL DEFAULT '', inspection_id BLOB, draw_id BLOB, rating_id BLOB,
  state TEXT NOT NULL, template_sha256 TEXT NOT NULL, file_sha256 TEXT NOT NULL, file_name TEXT NOT NULL,
  issued_at INTEGER NOT NULL, chain_head TEXT NOT NULL, retired INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX document_subject ON document (subject_id, issued_at, key) WHERE subject_id IS NOT NULL;
CREATE INDEX document_inspection ON document (inspection_id) WHERE inspection_id IS NOT NULL;
-- An office's own templates; the file lies under documents/ by its SHA-256. Without a row the built-in one applies.
CREATE TABLE template (
  key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev BLOB NOT NULL,
  kind TEXT NOT NULL UNIQUE, sha256 TEXT NOT NULL, file_name TEXT NOT NULL, replaced_at INTEGER NOT NULL,
  retired INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE number_range (
  key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev BLOB NOT NULL,
  series TEXT NOT NULL, year INTEGER NOT NULL, device BLOB NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
  next INTEGER NOT NULL, retired INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Complaints and reports, as far as the boards need them
CREATE TABLE complaint (
  key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev BLOB NOT NULL, batch INTEGER,
  number TEXT NOT NULL DEFAULT '', kind TEXT NOT NULL, received_on TEXT NOT NULL, platform_name TEXT NOT NULL DEFAULT '',
  room_id BLOB, subject_name TEXT NOT NULL DEFAULT '', category TEXT NOT NULL DEFAULT '', street TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL DEFAULT '', verified TEXT NOT NULL DEFAULT 'pending',   -- yes, no, pending
  forwarded_on TEXT, answered_on TEXT, settled_on TEXT,   -- 先行处置: handed to the platform, answered, settled
  retired INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX complaint_received ON complaint (received_on, platform_name);
CREATE INDEX complaint_platform ON complaint (platform_name, received_on);
CREATE INDEX complaint_room ON complaint (room_id, received_on, key) WHERE room_id IS NOT NULL;
