//! Every call of the program, one line each: name, function, input, output, topics.

use super::{Call, Topic, parse};
use crate::calls;

macro_rules! table {
    (@writes read) => { false };
    (@writes write) => { true };
    ($($about:literal $mode:ident $name:literal $path:path : $input:ty => $output:ty [$($topic:ident),*];)*) => {
        /// The table.
        pub static CALLS: &[Call] = &[$(Call {
            name: $name,
            about: $about,
            writes: table!(@writes $mode),
            topics: &[$(Topic::$topic),*],
            run: |context, input| {
                let input: $input = parse(input)?;
                let output: $output = $path(context, input)?;
                Ok(serde_json::to_value(output)?)
            },
            schemas: || (
                schemars::schema_for!($input).to_value(),
                schemars::schema_for!($output).to_value(),
            ),
            types: |declarations| (declarations.add::<$input>(), declarations.add::<$output>()),
        },)*];
    };
}

table! {
    "The office's own data and the health of its folder." read "office.overview" crate::office::overview::overview: calls::Nothing => crate::office::overview::Overview [Office, Backups, Rules];
    "Changes the office's own data." write "office.save" crate::office::overview::save: crate::office::overview::SaveOffice => calls::Revision [Office];
    "Checks journal chain, evidence hashes, references and the database." read "office.check" crate::office::check::call: calls::Nothing => crate::office::CheckReport [Office];
    "Makes a verified backup." write "office.backup" crate::office::backup::call: calls::Nothing => crate::office::backup::BackupMade [Backups, Office];
    "The time line of a record or of the office." read "office.history" crate::journal::history: crate::journal::HistoryInput => crate::journal::HistoryPage [Office];
    "The people of the office." read "people.list" crate::people::list: crate::people::ListPeople => Vec<crate::people::Person> [People];
    "Adds or changes a person." write "people.save" crate::people::save: crate::people::SavePerson => calls::Saved [People];
    "Retires a person, or brings one back." write "people.retire" crate::people::retire: crate::people::RetirePerson => calls::Revision [People];
    "Rule packs in the office." read "rules.packs" crate::rules::store::packs: calls::Nothing => Vec<crate::rules::store::PackSummary> [Rules];
    "One rule pack, whole." read "rules.pack" crate::rules::store::pack: crate::rules::store::PackInput => crate::rules::store::PackShown [Rules];
    "Loads a rule pack file; one with a broken line is refused whole." write "rules.load" crate::rules::store::load: crate::rules::store::LoadInput => crate::rules::store::Loaded [Rules];
    "Chinese labels of the English words in the database." read "rules.labels" crate::rules::store::labels: calls::Nothing => std::collections::BTreeMap<String, std::collections::BTreeMap<String, String>> [Rules];
    "The loaded years of the working-day calendar." read "rules.calendar" crate::rules::store::calendar_call: calls::Nothing => crate::rules::store::CalendarShown [Rules];
    "Where a term of working days ends." read "rules.workingDays" crate::rules::store::working_days: crate::rules::store::WorkingDaysInput => crate::rules::store::WorkingDaysOutput [Rules];
    "The registers and their fields." read "registers.definitions" crate::registers::list::definitions: calls::Nothing => Vec<crate::registers::list::RegisterShown> [Registers];
    "How many records each register holds." read "registers.counts" crate::registers::list::counts: calls::Nothing => std::collections::BTreeMap<String, u64> [Registers];
    "One page of a register." read "registers.list" crate::registers::list::list: crate::registers::list::ListInput => crate::registers::list::ListPage [Registers, Inspections, Rectifications, Ratings];
    "The most frequent values of a field." read "registers.facets" crate::registers::facets::facets: crate::registers::facets::FacetInput => Vec<crate::registers::facets::Facet> [Registers];
    "One subject with its time line, relations and what is due." read "registers.get" crate::registers::page::get: crate::registers::page::GetRecord => crate::registers::page::RecordPage [Registers, Inspections, Rectifications, Ratings, Complaints, Documents, Draws];
    "One page of a subject's time line, of all kinds or of some." read "registers.timeline" crate::registers::timeline::timeline: crate::registers::timeline::TimelineInput => crate::registers::timeline::TimelinePage [Registers, Inspections, Rectifications, Ratings, Complaints, Documents, Draws];
    "A record as it was at the end of a day, read back from the journal." read "registers.asOf" crate::registers::as_of::as_of: crate::registers::as_of::AsOfInput => crate::registers::as_of::AsOf [Registers];
    "The full value of a masked field; the look is journalled." write "registers.reveal" crate::registers::save::reveal: crate::registers::save::Reveal => crate::registers::save::Revealed [];
    "Adds or changes a record." write "registers.save" crate::registers::save::save: crate::registers::save::SaveRecord => crate::registers::save::SavedRecord [Registers];
    "What to look at in values that are being typed; writes nothing." read "registers.check" crate::registers::save::check: crate::registers::save::CheckValues => Vec<crate::registers::warnings::Warning> [];
    "Retires a record or brings one back." write "registers.retire" crate::registers::save::retire: crate::registers::save::RetireRecord => calls::Revision [Registers];
    "Finds records by any part of a name, pinyin, account, code or phone." read "registers.search" crate::registers::find::search: crate::registers::find::SearchInput => crate::registers::find::SearchOutput [Registers];
    "Which relations there are, and between which registers." read "relations.kinds" crate::registers::roles::kinds: calls::Nothing => Vec<crate::registers::roles::RoleShown> [];
    "One page of a subject's relations." read "relations.list" crate::registers::relations::list: crate::registers::relations::ListRelations => calls::Page<crate::registers::relations::Relation> [Registers];
    "Enters a dated relation between two subjects." write "relations.add" crate::registers::relations::add: crate::registers::relations::AddRelation => calls::Saved [Registers];
    "Ends a relation; it stays in the history." write "relations.end" crate::registers::relations::end: crate::registers::relations::EndRelation => calls::Revision [Registers];
    "Takes back a relation that was entered by mistake." write "relations.withdraw" crate::registers::relations::withdraw: crate::registers::relations::TakeBack => calls::Revision [Registers];
    "The licences of a subject." read "licences.list" crate::registers::licences::list: crate::registers::licences::OfSubject => Vec<crate::registers::licences::Licence> [Registers];
    "Adds or changes a licence." write "licences.save" crate::registers::licences::save: crate::registers::licences::SaveLicence => calls::Saved [Registers];
    "Takes back a licence." write "licences.withdraw" crate::registers::licences::withdraw: crate::registers::relations::TakeBack => calls::Revision [Registers];
    "The history of one kind of a subject's standing." read "standings.list" crate::registers::standings::list: crate::registers::standings::ListStandings => calls::Page<crate::registers::standings::Standing> [Registers];
    "Enters what was seen of a subject's standing on a day." write "standings.add" crate::registers::standings::add: crate::registers::standings::AddStanding => calls::Saved [Registers];
    "Takes back a line of a subject's standing." write "standings.withdraw" crate::registers::standings::withdraw: crate::registers::relations::TakeBack => calls::Revision [Registers];
    "Who answers for subjects and streets." read "responsibilities.list" crate::registers::responsibilities::list: crate::registers::responsibilities::ListResponsibilities => Vec<crate::registers::responsibilities::Responsibility> [Registers, People];
    "Adds or changes who answers for a subject or a street." write "responsibilities.save" crate::registers::responsibilities::save: crate::registers::responsibilities::SaveResponsibility => calls::Saved [Registers];
    "Takes back who answers for a subject or a street." write "responsibilities.withdraw" crate::registers::responsibilities::withdraw: crate::registers::relations::TakeBack => calls::Revision [Registers];
    "Enters a visit, an interview, a training." write "visits.add" crate::registers::visits::add: crate::registers::visits::AddVisit => calls::Saved [Registers];
    "What was to follow a visit is done." write "visits.done" crate::registers::visits::done: crate::registers::visits::DoneVisit => calls::Revision [Registers];
    "Writes a list into a file; what went out is journalled." write "registers.export" crate::registers::export::export: crate::registers::export::ExportInput => crate::registers::export::Exported [];
    "Looks through a register for records that may be the same subject." read "registers.duplicates" crate::registers::duplicates::duplicates: crate::registers::duplicates::FindDuplicates => crate::registers::duplicates::Duplicates [Registers];
    "Records that may be the same subject as one record." read "registers.alike" crate::registers::duplicates::alike: crate::registers::duplicates::FindAlike => Vec<crate::registers::duplicates::DuplicatePair> [Registers];
    "Remembers that two records are not the same subject, or takes that back." write "registers.separate" crate::registers::duplicates::separate: crate::registers::duplicates::DecidePair => calls::Done [Registers];
    "Makes two records one; both histories stay." write "registers.merge" crate::registers::merge::merge: crate::registers::merge::MergeRecords => calls::Saved [Registers];
    "Takes a merge back; what somebody changed since is listed and left." write "registers.unmerge" crate::registers::merge::unmerge: crate::registers::merge::UnmergeRecords => crate::registers::restore::TakenBack [Registers];
    "What changing many records at once would do; writes nothing." read "registers.bulkPreview" crate::registers::bulk::preview: crate::registers::bulk::BulkChoice => crate::registers::bulk::BulkPreview [];
    "Changes many records as previewed, as one deed." write "registers.bulkCommit" crate::registers::bulk::commit: crate::registers::bulk::BulkCommit => crate::registers::bulk::BulkDone [Registers];
    "Takes a bulk edit back; what somebody changed since is listed and left." write "registers.bulkUndo" crate::registers::bulk::undo: crate::registers::bulk::OneBulk => crate::registers::restore::TakenBack [Registers];
    "The last bulk edits of a register." read "registers.bulks" crate::registers::bulk::list: crate::registers::views::OfRegister => Vec<crate::registers::bulk::BulkLine> [Registers];
    "Saved views of a list and the columns that the acting person chose." read "registers.views" crate::registers::views::views: crate::registers::views::OfRegister => crate::registers::views::ListViews [Views];
    "Saves a view of a list." write "registers.saveView" crate::registers::views::save: crate::registers::views::SaveView => calls::Saved [Views];
    "Retires a saved view." write "registers.dropView" crate::registers::views::drop_view: crate::registers::views::DropView => calls::Revision [Views];
    "Remembers the columns that the acting person wants in a list." write "registers.chooseColumns" crate::registers::views::choose_columns: crate::registers::views::ChooseColumns => calls::Done [Views];
    "Looks at a file: format, sheets, header, mapping." read "imports.recognise" crate::imports::calls::recognise: crate::imports::calls::RecogniseInput => crate::imports::calls::RecogniseOutput [];
    "What an import would do; writes nothing." read "imports.trial" crate::imports::calls::trial: crate::imports::staging::ImportPlan => crate::imports::receipt::Trial [];
    "Imports a file: all rows or none, with a receipt that adds up." write "imports.commit" crate::imports::calls::run: crate::imports::staging::ImportPlan => crate::imports::receipt::Receipt [Imports, Registers];
    "The imports so far." read "imports.list" crate::imports::receipt::list: calls::Nothing => Vec<crate::imports::receipt::BatchRow> [Imports];
    "The receipt of a batch." read "imports.receipt" crate::imports::receipt::receipt: crate::imports::receipt::BatchInput => crate::imports::receipt::Receipt [Imports];
    "The receipt of a batch as a paper to print and sign." read "imports.paper" crate::imports::paper::paper: crate::imports::receipt::BatchInput => calls::FileResult [Imports];
    "The rejected rows of a batch as they came, each with its reason, as a workbook." read "imports.rejects" crate::imports::returned::rejects: crate::imports::receipt::BatchInput => calls::FileResult [Imports];
    "Takes a batch back; what somebody changed since is listed and left." write "imports.undo" crate::imports::undo: crate::imports::UndoInput => crate::imports::Undone [Imports, Registers];
    "The draws, the newest first." read "draws.list" crate::draws::list: calls::Nothing => Vec<crate::draws::DrawSummary> [Draws, Inspections];
    "One draw: plan, list, seed, result, steps." read "draws.get" crate::draws::get: crate::draws::GetDraw => crate::draws::Draw [Draws, Inspections, People];
    "Adds or changes the plan of a draw." write "draws.plan" crate::draws::plan: crate::draws::PlanDraw => calls::Saved [Draws];
    "How many subjects a list would have, and why others are left out." read "draws.preview" crate::draws::preview: crate::draws::PreviewDraw => crate::draws::DrawPreview [Registers, Inspections];
    "Locks list, persons and seed source." write "draws.lock" crate::draws::lock: crate::draws::LockDraw => crate::draws::DrawLocked [Draws];
    "Enters the seed, once." write "draws.seed" crate::draws::enter_seed: crate::draws::EnterSeed => crate::draws::SeedEntered [Draws];
    "Draws subjects and teams and plans their inspections." write "draws.draw" crate::draws::draw: crate::draws::DrawNow => crate::draws::DrawnResult [Draws, Inspections];
    "The next subject of the fixed order stands in for one that cannot be inspected." write "draws.substitute" crate::draws::substitute: crate::draws::SubstitutePick => crate::draws::Substituted [Draws, Inspections];
    "Who follows a person who falls out of a team, in the order the seed has fixed." write "draws.replaceOfficer" crate::draws::replace_officer: crate::draws::ReplaceOfficer => crate::draws::OfficerReplaced [Draws, Inspections];
    "Voids a draw; everything recorded stays." write "draws.void" crate::draws::void: crate::draws::VoidDraw => calls::Revision [Draws, Inspections];
    "Plans a new round; the old one stays." write "draws.again" crate::draws::again: crate::draws::AgainDraw => crate::draws::NewDraw [Draws, Inspections];
    "Recomputes a draw from its list and seed." read "draws.recheck" crate::draws::recheck: crate::draws::RecheckDraw => crate::draws::DrawRecheck [Draws];
    "The locked list as a file." read "draws.pool" crate::draws::pool_file: crate::draws::DrawFile => calls::FileResult [Draws];
    "The sheet of a draw as a JSON file that recomputes." write "draws.sheet" crate::draws::sheet: crate::draws::SheetInput => crate::draws::SheetMade [Documents];
    "The sheet of a locked list, or the record of a draw, as a paper." write "draws.paper" crate::draws::paper: crate::draws::DrawPaper => crate::draws::SheetMade [Documents];
    "A sheet inside a page that recomputes it in any browser." read "draws.page" crate::draws::page: crate::draws::SheetInput => calls::FileResult [Draws];
    "How often subjects and persons were drawn, beside what chance would have." read "draws.fairness" crate::draws::fairness: crate::draws::FairnessInput => crate::draws::Fairness [Draws, People];
    "The list of what may be checked, each line with its four aspects and its marks." read "plans.matters" crate::plans::matters: calls::Nothing => crate::plans::Matters [Rules, Plans];
    "The libraries of subjects and of inspectors, with what is missing in them." read "plans.libraries" crate::plans::libraries: calls::Nothing => crate::plans::Libraries [Registers, People, Inspections];
    "The plans of the years, the newest first." read "plans.list" crate::plans::list: calls::Nothing => Vec<crate::plans::YearPlanSummary> [Plans];
    "One plan with its tasks and how far they are." read "plans.get" crate::plans::get: crate::plans::GetPlan => crate::plans::YearPlan [Plans, Draws, Inspections, Registers, Rectifications];
    "Adds or changes a plan; a published one with a reason." write "plans.save" crate::plans::save: crate::plans::SavePlan => calls::Saved [Plans];
    "Copies a plan with its tasks into another year, as a draft." write "plans.copy" crate::plans::copy: crate::plans::CopyPlan => calls::Saved [Plans];
    "Publishes a plan that is approved, filed and whole." write "plans.publish" crate::plans::publish: crate::plans::PublishPlan => calls::Revision [Plans];
    "Closes a published plan, or takes a closed one up again." write "plans.setState" crate::plans::set_state: crate::plans::SetPlanState => calls::Revision [Plans];
    "Adds or changes a task of a plan." write "plans.saveTask" crate::plans::save_task: crate::plans::SaveTask => calls::Saved [Plans];
    "Cancels a task or takes it up again; its draws stay." write "plans.cancelTask" crate::plans::cancel_task: crate::plans::CancelTask => calls::Revision [Plans];
    "Takes a task out of a draft." write "plans.retireTask" crate::plans::retire_task: crate::plans::RetireTask => calls::Revision [Plans];
    "What a draw of a task would be: how many, what goes beyond the cap, who is short." read "plans.outlook" crate::plans::outlook: crate::plans::OneTask => crate::plans::TaskOutlook [Plans, Registers, People, Inspections];
    "Opens a draw of a task, its fields filled from the plan." write "plans.open" crate::plans::open: crate::plans::OpenTask => crate::plans::OpenedDraw [Plans, Draws];
    "The drawn subjects that a stage or a column counts." read "plans.results" crate::plans::results: crate::plans::ResultsInput => crate::plans::Results [Plans, Draws, Inspections, Registers, Rectifications];
    "Reviews finished checks: who handled one does not review it." write "plans.review" crate::plans::review: crate::plans::ReviewResult => calls::Done [Plans];
    "Publishes reviewed results; the list is kept and handed out as xlsx." write "plans.publishResults" crate::plans::publish_results: crate::plans::PublishResults => crate::plans::PublicationMade [Plans];
    "The lists that were published, the newest first." read "plans.publications" crate::plans::publications: calls::Nothing => Vec<crate::plans::PublicationShown> [Plans];
    "A published list as it stands now, as xlsx; the export is journalled." write "plans.publicationFile" crate::plans::publication_file: crate::plans::OnePublication => calls::FileResult [];
    "Corrects or withdraws a published result; what was published stays." write "plans.amend" crate::plans::amend: crate::plans::AmendLine => calls::Revision [Plans];
    "The statistics of a year's draws in 33 columns; each figure opens its list." read "plans.statistics" crate::plans::statistics: crate::plans::StatisticsInput => crate::plans::Statistics [Plans, Draws, Inspections, Registers, Rectifications];
    "The statistics as xlsx; the export is journalled." write "plans.statisticsFile" crate::plans::statistics_file: crate::plans::StatisticsInput => calls::FileResult [];
    "What is drawn and not checked yet, as a table or a paper to print." read "plans.taskList" crate::plans::task_list: crate::plans::TaskListInput => calls::FileResult [Plans, Draws, Inspections];
    "The inspections, newest first." read "inspections.list" crate::inspections::list: crate::inspections::ListInspections => calls::Page<crate::inspections::InspectionRow> [Inspections];
    "Begins an inspection, free or planned by a draw." write "inspections.start" crate::inspections::start: crate::inspections::StartInspection => calls::Saved [Inspections, Draws, Registers];
    "One inspection with its items, the law and the last time." read "inspections.get" crate::inspections::get: crate::inspections::OneInspection => crate::inspections::InspectionView [Inspections, Evidence, Rules];
    "Answers one item." write "inspections.answer" crate::inspections::answer: crate::inspections::AnswerItem => crate::inspections::Answered [Inspections];
    "States details, times and people of an inspection." write "inspections.details" crate::inspections::details: crate::inspections::InspectionDetails => crate::inspections::SavedDetails [Inspections];
    "Marks the unchecked items that the approach can show as clear, recorded as marked in bulk." write "inspections.markRest" crate::inspections::mark_rest: crate::inspections::MarkRest => crate::inspections::Marked [Inspections];
    "Finishes an inspection and makes its findings." write "inspections.finish" crate::inspections::finish: crate::inspections::FinishInspection => crate::inspections::Finished [Inspections, Rectifications, Registers, Draws];
    "The papers of an inspection: ready, missing, issued." read "inspections.papers" crate::inspections::papers: crate::inspections::OneInspection => Vec<crate::inspections::InspectionPaper> [Inspections, Documents];
    "Deposits a file as evidence." write "evidence.add" crate::evidence::add: crate::evidence::AddEvidence => crate::evidence::Evidence [Evidence, Inspections, Rectifications, Ratings];
    "The evidence of one record." read "evidence.list" crate::evidence::list: crate::evidence::ListEvidence => Vec<crate::evidence::Evidence> [Evidence];
    "States what a piece of evidence is and where it comes from." write "evidence.describe" crate::evidence::describe: crate::evidence::DescribeEvidence => calls::Revision [Evidence, Inspections];
    "Withdraws a piece of evidence; file and row stay." write "evidence.withdraw" crate::evidence::withdraw: crate::evidence::WithdrawEvidence => calls::Revision [Evidence, Inspections];
    "Recomputes the hashes of a piece of evidence." read "evidence.verify" crate::evidence::verify: crate::evidence::OneEvidence => crate::evidence::EvidenceVerified [Evidence];
    "A copy of a piece of evidence to save." read "evidence.export" crate::evidence::export: crate::evidence::OneEvidence => calls::FileResult [Evidence];
    "The rectifications, by date." read "rectifications.list" crate::rectifications::list: crate::rectifications::ListRectifications => Vec<crate::rectifications::RectificationRow> [Rectifications];
    "One rectification with its evidence before and after." read "rectifications.get" crate::rectifications::get: crate::rectifications::OneRectification => crate::rectifications::RectificationView [Rectifications, Evidence];
    "Records a recheck." write "rectifications.recheck" crate::rectifications::recheck: crate::rectifications::Recheck => crate::rectifications::Rechecked [Rectifications, Registers];
    "Plans another date for a rectification." write "rectifications.setTerm" crate::rectifications::set_term: crate::rectifications::SetTerm => calls::Revision [Rectifications];
    "The findings and their clocks." read "findings.list" crate::rectifications::findings::list: crate::rectifications::findings::ListFindings => Vec<crate::rectifications::findings::FindingRow> [Rectifications];
    "Decides about a finding." write "findings.decide" crate::rectifications::findings::decide: crate::rectifications::findings::DecideFinding => calls::Revision [Rectifications, Registers];
    "Ratings, open ones first." read "ratings.list" crate::ratings::list: calls::Nothing => Vec<crate::ratings::RatingLine> [Ratings];
    "Begins a rating: two raters without an interest, the scheme's version frozen." write "ratings.start" crate::ratings::start: crate::ratings::StartRating => calls::Saved [Ratings];
    "One rating as the acting person may see it." read "ratings.get" crate::ratings::get: crate::ratings::GetRating => crate::ratings::RatingShown [Ratings, Evidence, Complaints, Rectifications];
    "Enters a rater's points, or those agreed." write "ratings.score" crate::ratings::score: crate::ratings::ScoreInput => calls::Revision [Ratings];
    "Records what was found about a veto." write "ratings.veto" crate::ratings::veto: crate::ratings::VetoInput => calls::Revision [Ratings];
    "Ends a rating with an internal outcome; publicity stays locked." write "ratings.close" crate::ratings::close: crate::ratings::CloseRating => crate::ratings::Closed [Ratings, Registers];
    "One page of the ledger of complaints and reports." read "complaints.list" crate::complaints::list: crate::complaints::ListComplaints => calls::Page<crate::complaints::ComplaintRow> [Complaints];
    "What is to be done, by day: overdue first." read "dashboards.workbench" crate::dashboards::workbench: calls::Nothing => crate::dashboards::Workbench [Plans, Inspections, Rectifications, Ratings, Draws, Rules, Backups, People, Imports];
    "What is overdue or due soon, as a paper to take along." read "dashboards.todayPaper" crate::dashboards::today_paper: calls::Nothing => calls::FileResult [Plans, Inspections, Rectifications, Ratings, Draws, Rules];
    "A board of figures, each with its basis and the list that it counts." read "dashboards.board" crate::dashboards::board: crate::dashboards::BoardInput => crate::dashboards::Board [Registers, Inspections, Rectifications, Complaints];
    "Opens the list behind a figure." read "dashboards.rows" crate::dashboards::rows: crate::dashboards::RowsInput => calls::Page<crate::dashboards::FigureRow> [Registers, Inspections, Rectifications, Complaints];
    "Names of the platforms that a board can be asked for." read "dashboards.platforms" crate::dashboards::platforms: calls::Nothing => Vec<String> [Registers];
    "The papers that were issued, newest first." read "documents.list" crate::documents::list: crate::documents::ListDocuments => Vec<crate::documents::DocumentRow> [Documents];
    "Fills the template of a paper in, gives it a number and keeps the file." write "documents.issue" crate::documents::issue: crate::documents::IssueDocument => crate::documents::DocumentIssued [Documents, Inspections, Registers];
    "The file of a paper that was issued." read "documents.open" crate::documents::open: crate::documents::OpenDocument => calls::FileResult [Documents];
    "The templates of papers." read "documents.templates" crate::documents::templates: calls::Nothing => Vec<crate::documents::TemplateShown> [Documents];
    "Replaces a template by the office's own; one with an unknown field is refused." write "documents.replaceTemplate" crate::documents::replace_template: crate::documents::ReplaceTemplate => crate::documents::TemplateReplaced [Documents];
    "The file of a template, to change in WPS or Word." read "documents.template" crate::documents::template_file: crate::documents::OneTemplate => calls::FileResult [Documents];
}
