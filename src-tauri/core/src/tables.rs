//! Every table of the office with its merge units: how two machines' changes to one record meet.
//!
//! Rows of these tables are written only through [`crate::office::Writing`], which journals the fields
//! before and after, unit by unit. A column that is in no unit is local or derived and is not journalled.

/// How concurrent changes to one unit are merged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Merge {
    /// The later entry wins; the other stays in the history.
    NewestWins,
    /// Two different values wait for a person.
    Conflict,
    /// Elements are joined.
    Set,
    /// Written once.
    Immutable,
}

/// Columns that change and merge together.
#[derive(Debug)]
pub struct Unit {
    /// Stable English word in the journal.
    pub name: &'static str,
    /// What happens when two machines changed it.
    pub merge: Merge,
    /// The columns.
    pub columns: &'static [&'static str],
}

/// One journalled table.
#[derive(Debug)]
pub struct Table {
    /// Name in the database and in the journal.
    pub name: &'static str,
    /// What a person calls a row of it, for messages.
    pub label: &'static str,
    /// The merge units.
    pub units: &'static [Unit],
    /// The column that holds the derived pinyin sort key of `name`, if the table has one.
    pub sorted: bool,
}

impl Table {
    /// The unit a column belongs to.
    pub fn unit_of(&self, column: &str) -> Option<&'static str> {
        self.units.iter().find(|unit| unit.columns.contains(&column)).map(|unit| unit.name)
    }
    /// All journalled columns.
    pub fn columns(&self) -> impl Iterator<Item = &'static str> {
        self.units.iter().flat_map(|unit| unit.columns.iter().copied())
    }
}

const RETIRED: Unit = Unit { name: "retired", merge: Merge::Conflict, columns: &["retired"] };

macro_rules! tables {
    ($($(#[$doc:meta])* $ident:ident = $name:literal, $label:literal, $sorted:literal { $($unit:literal $merge:ident [$($column:literal),* $(,)?]),* $(,)? })*) => {
        $($(#[$doc])* pub static $ident: Table = Table {
            name: $name, label: $label, sorted: $sorted,
            units: &[$(Unit { name: $unit, merge: Merge::$merge, columns: &[$($column),*] },)* RETIRED],
        };)*
        /// All journalled tables.
        pub static ALL: &[&Table] = &[$(&$ident),*];
    };
}

tables! {
    /// The office itself.
    OFFICE = "office", "本单位", false {
        "name" Conflict ["name", "code", "bureau", "number_prefix"],
        "contact" NewestWins ["address", "phone"],
        "area" Conflict ["streets", "area_code", "area_name"],
        "practice" Immutable ["practice"],
    }
    /// People who act.
    PERSON = "person", "人员", false {
        "name" Conflict ["name", "unit_name"],
        "certificate" Conflict ["certificate_no", "certificate_until"],
        "roles" Set ["roles"],
        "recusals" Set ["recusals"],
        "skills" Set ["skills"],
        "daysOff" Set ["days_off"],
    }
    /// Rule packs as loaded.
    PACK = "pack", "规则包", false {
        "content" Immutable ["name", "kind", "title", "version", "effective_from", "source", "sha256", "signature", "content", "loaded_at"],
    }
    /// 平台
    PLATFORM = "platform", "平台", true {
        "basic" Conflict ["name", "credit_code", "operator_name", "kind", "model"],
        "place" Conflict ["domicile", "domicile_area", "street"],
        "service" NewestWins ["service_address", "agent_name", "agent_phone", "supervision_channel"],
        "risk" Conflict ["risk_class"],
        "figures" NewestWins ["turnover_cents", "shop_count", "categories", "website"],
        "status" Conflict ["status"],
        "remark" NewestWins ["remark"],
    }
    /// 直播间
    ROOM = "room", "直播间", true {
        "basic" Conflict ["name", "platform_name", "account"],
        "link" NewestWins ["account_url", "session_id", "followers"],
        "operator" Conflict ["operator_name", "operator_code"],
        "people" NewestWins ["host_name", "agency_name", "contact", "phone"],
        "place" Conflict ["street", "business_address", "business_area", "domicile", "domicile_area"],
        "venue" Conflict ["venue", "registered"],
        "service" NewestWins ["service_address", "agent_name", "agent_phone", "supervision_channel"],
        "trade" NewestWins ["category"],
        "status" Conflict ["status"],
        "risk" Conflict ["risk_class"],
        "remark" NewestWins ["source", "remark"],
    }
    /// 经营主体
    OPERATOR = "operator", "经营主体", true {
        "basic" Conflict ["name", "credit_code", "registration_no", "kind", "legal_person", "id_card"],
        "contact" NewestWins ["phone"],
        "place" Conflict ["domicile", "domicile_area", "business_address", "business_area", "street"],
        "service" NewestWins ["service_address", "agent_name", "agent_phone"],
        "risk" Conflict ["risk_class"],
        "licence" NewestWins ["scope", "capital", "established_on", "industry"],
        "status" Conflict ["status"],
        "remark" NewestWins ["remark"],
    }
    /// 主播
    HOST = "host", "主播", true {
        "basic" Conflict ["name", "account", "platform_name", "real_name", "id_card"],
        "contact" NewestWins ["phone", "agency_name", "city", "service_address"],
        "guardian" Conflict ["guardian_consent"],
        "about" NewestWins ["account_url", "followers", "sex", "bio", "remark"],
    }
    /// 网店
    SHOP = "shop", "网店", true {
        "basic" Conflict ["name", "platform_name", "shop_no"],
        "operator" Conflict ["operator_name", "operator_code"],
        "contact" NewestWins ["address", "phone", "category", "remark"],
    }
    /// 服务机构（MCN）
    AGENCY = "agency", "服务机构", true {
        "basic" Conflict ["name", "credit_code", "legal_person"],
        "contact" NewestWins ["contact", "phone"],
        "place" Conflict ["street", "domicile", "domicile_area", "business_address"],
        "service" NewestWins ["service_address", "agent_name", "agent_phone"],
        "trade" NewestWins ["services"],
        "status" Conflict ["status"],
        "risk" Conflict ["risk_class"],
        "remark" NewestWins ["source", "remark"],
    }
    /// 供货商
    SUPPLIER = "supplier", "供货商", true {
        "basic" Conflict ["name", "credit_code", "kind", "legal_person"],
        "contact" NewestWins ["contact", "phone"],
        "place" Conflict ["street", "domicile", "domicile_area", "business_address"],
        "service" NewestWins ["service_address"],
        "trade" NewestWins ["goods"],
        "status" Conflict ["status"],
        "risk" Conflict ["risk_class"],
        "remark" NewestWins ["source", "remark"],
    }
    /// 直播基地（园区）
    BASE = "base", "直播基地", true {
        "basic" Conflict ["name", "kind", "opened_on"],
        "operator" Conflict ["operator_name", "operator_code"],
        "contact" NewestWins ["contact", "phone"],
        "place" Conflict ["street", "address", "area"],
        "trade" NewestWins ["categories"],
        "status" Conflict ["status"],
        "remark" NewestWins ["source", "remark"],
    }
    /// 品牌
    BRAND = "brand", "品牌", true {
        "basic" Conflict ["name", "trademark_no", "classes"],
        "owner" Conflict ["owner_name", "owner_code"],
        "term" Conflict ["valid_until"],
        "trade" NewestWins ["goods"],
        "status" Conflict ["status"],
        "remark" NewestWins ["source", "remark"],
    }
    /// Who is what to whom.
    RELATION = "relation", "关系", false {
        "sides" Immutable ["kind", "from_register", "from_id", "to_register", "to_id"],
        "term" Conflict ["since", "until"],
        "about" NewestWins ["source", "remark"],
    }
    /// 证照
    LICENCE = "licence", "证照", false {
        "subject" Immutable ["register", "subject_id", "subject_name"],
        "licence" Conflict ["kind", "number", "issuer", "valid_from", "valid_until", "scope"],
        "about" NewestWins ["source", "remark"],
    }
    /// What was found about a subject's standing.
    STANDING = "standing", "主体状况", false {
        "seen" Immutable ["register", "subject_id", "subject_name", "kind", "state", "seen_on", "year", "reason", "source"],
        "term" Conflict ["until"],
    }
    /// 包片
    RESPONSIBILITY = "responsibility", "包片责任", false {
        "place" Immutable ["register", "subject_id", "street", "level"],
        "who" Conflict ["unit_name", "person_id", "person_name", "since", "until"],
        "about" NewestWins ["remark"],
    }
    /// 走访、约谈、指导
    VISIT = "visit", "走访", false {
        "visit" Immutable ["register", "subject_id", "subject_name", "kind", "visited_on", "people", "summary"],
        "next" Conflict ["next_step", "due_on", "done_on"],
    }
    /// Imports.
    BATCH = "batch", "导入批次", false {
        "file" Immutable ["register", "file_name", "file_hash", "mapping", "started_at"],
        "outcome" Conflict ["state", "rows", "created", "updated", "unchanged", "rejected", "outcome_hash", "reading", "finished_at"],
    }
    /// How a header was mapped last time.
    MAPPING_MEMORY = "mapping_memory", "表头对应", false {
        "mapping" NewestWins ["register", "fingerprint", "mapping"],
    }
    /// The same subject under two identities.
    DUPLICATE_NOTICE = "duplicate_notice", "疑似重复", false {
        "notice" Immutable ["register", "record", "other", "reason"],
        "state" Conflict ["state"],
    }
    /// Two records that a person made one.
    RECORD_MERGE = "record_merge", "合并", false {
        "merge" Immutable ["register", "survivor", "absorbed", "taken", "reason", "merged_at"],
        "state" Conflict ["state"],
    }
    /// One change of many records.
    BULK_EDIT = "bulk_edit", "成批修改", false {
        "edit" Immutable ["register", "filter", "fields", "reason", "began_at"],
        "outcome" Conflict ["state", "changed"],
    }
    /// A filter with a name.
    SAVED_VIEW = "saved_view", "常用视图", false {
        "place" Immutable ["register", "person"],
        "view" NewestWins ["name", "filter", "columns", "shared"],
    }
    /// The columns that a person chose.
    CHOSEN_COLUMNS = "chosen_columns", "所选的列", false {
        "place" Immutable ["register", "person"],
        "columns" NewestWins ["columns"],
    }
    /// 抽查
    DRAW = "draw", "抽查", false {
        "number" Immutable ["year", "number", "round"],
        "plan" Conflict ["title", "basis", "plan", "register", "checklist", "filter", "take", "due_on", "terms"],
        "seedSource" Conflict ["seed_kind", "seed_place", "seed_witnesses"],
        "pool" Conflict ["pool_count", "pool_sha256", "pool_sm3", "persons", "strata", "lock_sha256", "locked_at"],
        "seed" Conflict ["seed", "seeded_at", "seeded_by"],
        "result" Conflict ["drawn_at", "result_sha256", "algorithm"],
        "state" Conflict ["state", "void_reason", "void_approval"],
        "task" Conflict ["task_id", "occurrence"],
    }
    /// The plan of a year.
    YEAR_PLAN = "year_plan", "年度计划", false {
        "plan" Conflict ["year", "name", "basis", "matters_no"],
        "approval" Conflict ["approver", "filing_no", "published_on", "state"],
        "cap" Conflict ["visit_cap", "cap_exempt", "cap_onsite_only"],
        "origin" Immutable ["copied_from"],
    }
    /// A task of a year's plan.
    PLAN_TASK = "plan_task", "计划任务", false {
        "plan" Immutable ["plan_id"],
        "place" NewestWins ["position"],
        "what" Conflict ["title", "matters", "register", "checklist", "filter", "share", "take", "kind", "site"],
        "when" Conflict ["repeats", "starts_on", "ends_on"],
        "departments" Conflict ["lead", "departments"],
        "state" Conflict ["state", "state_reason"],
    }
    /// 复核
    RESULT_REVIEW = "result_review", "复核", false {
        "review" Immutable ["inspection_id", "reviewer_id", "decision", "words", "reviewed_at"],
    }
    /// 公示清单
    PUBLICATION = "publication", "公示清单", false {
        "list" Immutable ["title", "objection_phone", "published_on", "file_sha256", "file_name", "line_count", "chain_head"],
    }
    /// One subject of a 公示清单.
    PUBLICATION_LINE = "publication_line", "公示记录", false {
        "line" Immutable ["publication_id", "inspection_id", "position", "name", "code", "subject_words", "task_words", "checked_on", "result_words"],
        "state" Conflict ["state", "corrected_words", "reason", "changed_on"],
    }
    /// One drawn subject.
    DRAW_PICK = "draw_pick", "抽中对象", false {
        "pick" Immutable ["draw_id", "position", "subject_id", "subject_no", "subject_name", "ticket", "picked_at", "replaces", "stratum"],
        "people" Conflict ["leader_id", "member_id", "others"],
        "swaps" Set ["swaps"],
        "state" Conflict ["state", "reason"],
    }
    /// 检查
    INSPECTION = "inspection", "检查", false {
        "subject" Immutable ["year", "number", "register", "subject_id", "subject_name", "draw_id", "pick_id"],
        "start" Conflict ["pack_id", "approach", "reason", "due_on"],
        "people" Conflict ["leader_id", "member_id", "member_confirmed_at"],
        "times" Conflict ["began_at", "ended_at", "entered_at"],
        "details" Conflict ["details"],
        "outcome" Conflict ["state", "result_word", "follow_up", "bulk_marked", "unchecked_reason", "finished_at"],
    }
    /// One checklist item of an inspection.
    INSPECTION_ITEM = "inspection_item", "检查项", false {
        "item" Immutable ["inspection_id", "item", "position"],
        "answer" Conflict ["result", "method", "situation", "responsible", "fact", "correct_by", "bulk", "answered_at"],
    }
    /// 证据
    EVIDENCE = "evidence", "证据", false {
        "file" Immutable ["inspection_id", "rectification_id", "rating_id", "name", "mime", "size", "sha256", "sm3", "deposited_at"],
        "place" NewestWins ["item_id"],
        "origin" Conflict ["kind", "source", "made_how", "made_at", "made_by", "time_mark"],
        "withdrawn" Conflict ["withdrawn_reason"],
    }
    /// A finding and its own clock.
    FINDING = "finding", "问题线索", false {
        "fact" Immutable ["inspection_id", "item_id", "register", "subject_id", "subject_name", "item", "situation", "fact", "responsible", "found_on"],
        "verify" Conflict ["verify_by", "calendar"],
        "state" Conflict ["state", "decided_on", "reason"],
    }
    /// 整改
    RECTIFICATION = "rectification", "整改", false {
        "finding" Immutable ["finding_id", "inspection_id", "register", "subject_id", "subject_name"],
        "term" Conflict ["requirement", "correct_by", "calendar"],
        "recheck" Conflict ["state", "rechecked_on", "recheck_result", "recheck_note"],
    }
    /// 评级
    RATING = "rating", "培育评估", false {
        "subject" Immutable ["room_id", "room_name", "pack_id", "batch_title", "applied_on"],
        "raters" Conflict ["first_rater", "second_rater"],
        "outcome" Conflict ["state", "outcome_points", "outcome_rung", "closed_at", "note"],
    }
    /// One rater's points for one indicator.
    RATING_SCORE = "rating_score", "评分", false {
        "place" Immutable ["rating_id", "indicator", "seat"],
        "points" Conflict ["tenths", "reason"],
    }
    /// One veto of a rating.
    RATING_VETO = "rating_veto", "一票否决", false {
        "place" Immutable ["rating_id", "veto"],
        "state" Conflict ["state", "checked_on", "source"],
    }
    /// 文书
    DOCUMENT = "document", "文书", false {
        "paper" Immutable ["kind", "title", "number", "register", "subject_id", "subject_name", "inspection_id", "draw_id", "rating_id", "template_sha256", "file_sha256", "file_name", "issued_at", "chain_head"],
        "state" Conflict ["state"],
    }
    /// An office's own template of a paper.
    TEMPLATE = "template", "文书模板", false {
        "kind" Immutable ["kind"],
        "file" Conflict ["sha256", "file_name", "replaced_at"],
    }
    /// 文号段
    NUMBER_RANGE = "number_range", "文号段", false {
        "range" Immutable ["series", "year", "device", "first", "last"],
        "next" Conflict ["next"],
    }
    /// 投诉举报
    COMPLAINT = "complaint", "投诉举报", false {
        "complaint" Conflict ["number", "kind", "received_on", "platform_name", "room_id", "subject_name", "category", "street"],
        "state" Conflict ["state", "verified"],
        "handling" Conflict ["forwarded_on", "answered_on", "settled_on"],
    }
}

/// The table of that name.
pub fn by_name(name: &str) -> Option<&'static Table> {
    ALL.iter().copied().find(|table| table.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every column of every journalled table is in exactly one unit, or is known to be local or derived.
    #[test]
    fn units_cover_the_schema() {
        let db = rusqlite::Connection::open_in_memory().unwrap();
        db.execute_batch(crate::office::migrate::STEPS[0]).unwrap();
        let local = ["key", "id", "rev", "batch", "sort_key", "open_created"];
        for table in ALL {
            let mut columns: Vec<String> = db
                .prepare(&format!("SELECT name FROM pragma_table_info('{}')", table.name))
                .unwrap()
                .query_map([], |row| row.get(0))
                .unwrap()
                .map(|name| name.unwrap())
                .filter(|name: &String| !local.contains(&name.as_str()))
                .collect();
            let mut declared: Vec<String> = table.columns().map(str::to_owned).collect();
            columns.sort();
            declared.sort();
            assert_eq!(columns, declared, "units of {} must cover its columns once each", table.name);
        }
    }
}
