//! The files of an export as another program reads them.

use super::cells::{Column, Said};
use super::file::{RowFile, Sheets};
use crate::calls::{Cancel, Context};
use crate::files::Files;
use crate::office::{Office, OpenOptions};
use crate::registers::Register;
use calamine::{Reader, open_workbook};
use std::borrow::Cow;

/// A sheet ends where it must, and the next one has its own header.
#[test]
fn a_full_sheet_is_followed_by_another() {
    let folder = tempfile::tempdir().unwrap();
    let options = OpenOptions { state_folder: folder.path().join("state"), ..OpenOptions::default() };
    let office = Office::create(&folder.path().join("office"), "柳桥所", "LQ", true, options).unwrap();
    let (files, cancel) = (Files::default(), Cancel::default());
    let context = Context { office: &office, actor: None, files: &files, report: &|_| (), cancel: &cancel };
    let rooms = Register::by_name("rooms").unwrap();
    let names = ["name".to_owned(), "account".to_owned()];
    let columns = Column::chosen(&office, rooms, &names, false).unwrap();
    let path = folder.path().join("list.xlsx");
    let mut book = Box::new(Sheets::new(&path, rooms.label, &columns, 3, &context).unwrap());
    for number in 0..7 {
        let cells = [
            Said::Text(Cow::Owned(format!("店{number}"))),
            Said::Text(Cow::Borrowed("00123456789012345678")),
        ];
        book.row(&cells).unwrap();
    }
    book.finish().unwrap();
    let mut read: calamine::Xlsx<_> = open_workbook(&path).unwrap();
    assert_eq!(read.sheet_names(), ["直播间", "直播间2", "直播间3"]);
    for (sheet, rows) in [("直播间", 4), ("直播间2", 4), ("直播间3", 2)] {
        let range = read.worksheet_range(sheet).unwrap();
        assert_eq!(range.height(), rows, "{sheet}");
        assert_eq!(range.get_value((0, 1)).unwrap().to_string(), "账号");
        assert_eq!(range.get_value((1, 1)).unwrap(), &calamine::Data::String("00123456789012345678".into()));
    }
    let mut zip = zip::ZipArchive::new(std::fs::File::open(&path).unwrap()).unwrap();
    let mut part = |name: &str| std::io::read_to_string(zip.by_name(name).unwrap()).unwrap();
    let (sheet, book) = (part("xl/worksheets/sheet2.xml"), part("xl/workbook.xml"));
    for must in [
        r#"xSplit="1" ySplit="1""#,
        r#"<autoFilter ref="A1:B4"/>"#,
        r#"orientation="landscape""#,
        "第 &amp;P 页",
    ] {
        assert!(sheet.contains(must), "{must} is not in {sheet}");
    }
    assert_eq!(book.matches("_xlnm.Print_Titles").count(), 3, "a page that does not name its rows: {book}");
}
