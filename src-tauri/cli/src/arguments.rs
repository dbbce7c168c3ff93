//! What can be typed.

use clap::{Parser, Subcommand};
use greenroom_core::demo::Scale;
use std::path::PathBuf;

/// 绿间：直播电商监管的单机程序，命令行入口。结果以 JSON 写到标准输出。
#[derive(Debug, Parser)]
#[command(name = "greenroom", version, about)]
pub(crate) struct Arguments {
    /// 单位的数据文件夹
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) office: Option<PathBuf>,
    /// 以哪位人员的身份操作（人员标识）；不写时为本单位第一位人员
    #[arg(long, global = true, value_name = "ID")]
    pub(crate) actor: Option<String>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// 新建单位
    Init {
        /// 单位名称
        #[arg(long)]
        name: String,
        /// 单位代码，字母、数字或短横线
        #[arg(long)]
        code: String,
        /// 第一位人员的姓名
        #[arg(long)]
        person: Option<String>,
    },
    /// 执行一个调用
    Call {
        /// 调用名，如 people.list
        name: String,
        /// 输入，JSON；“-”从标准输入读
        input: Option<String>,
        /// 把一个文件交给输入的某个字段：字段=路径
        #[arg(long, value_name = "FIELD=PATH")]
        file: Vec<String>,
        /// 把结果文件存到这里
        #[arg(long, value_name = "PATH")]
        save: Option<PathBuf>,
    },
    /// 列出全部调用及其输入输出的 JSON Schema
    Calls,
    /// 打印界面所用的 TypeScript 合同
    Contract,
    /// 导入一份名册
    Import {
        /// 登记簿：platforms rooms operators hosts agencies suppliers bases brands shops
        register: String,
        /// 文件：xlsx、xls、csv、tsv、html
        file: PathBuf,
        /// 列的对应关系，JSON 文件：{"sheet"?, "headerRow"?, "mapping":[{"column":0,"field":"name"}], "defaults":{…}}
        #[arg(long)]
        mapping: Option<PathBuf>,
        /// 只试运行，不写入
        #[arg(long)]
        dry_run: bool,
    },
    /// 建一个虚构的演示单位
    Demo {
        /// small 300 · office 3,000 · district 180,000 · national 1,600,000 个直播间
        #[arg(long, value_parser = scale)]
        scale: Scale,
    },
    /// 检查留痕链、证据校验值、引用关系和数据库
    Check,
    /// 在浏览器里使用：只在本机 127.0.0.1 开放，链接一次有效
    Serve {
        /// 端口，不写时自动选
        #[arg(long)]
        port: Option<u16>,
    },
    /// 备份到一个文件
    Backup {
        /// 备份文件
        file: PathBuf,
    },
    /// 从备份恢复到空文件夹
    Restore {
        /// 备份文件
        file: PathBuf,
    },
    /// 全局检索
    Find {
        /// 名称、拼音首字母、账号、信用代码、电话尾号
        text: String,
        /// 最多几条
        #[arg(long, default_value_t = 20)]
        limit: u32,
    },
    /// 导出一本登记：xlsx 或 csv，看文件名的结尾
    Export {
        /// 登记簿：platforms rooms operators hosts agencies suppliers bases brands shops
        register: String,
        /// 导出到这个文件
        file: PathBuf,
        /// 筛选条件，JSON，与 registers.list 相同
        #[arg(long, value_name = "JSON")]
        filter: Option<String>,
        /// 只要这些列，用逗号隔开
        #[arg(long, value_delimiter = ',', value_name = "FIELD")]
        columns: Vec<String>,
        /// 导出完整的个人信息的用途；不写时遮住
        #[arg(long, value_name = "REASON")]
        personal: Option<String>,
    },
    /// 复核交出去的文件，不需要单位
    Verify {
        #[command(subcommand)]
        command: VerifyCommand,
    },
    /// 抽查的算法，不需要单位
    Draw {
        #[command(subcommand)]
        command: DrawCommand,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum VerifyCommand {
    /// 抽取记录（JSON）：由名单和种子重新算一遍
    Draw {
        /// 抽取记录文件
        file: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum DrawCommand {
    /// 按种子从名单中抽取：打印 [{id, ticket}]，按抽取顺序
    Sample {
        /// 名单文件，每行一个标识
        #[arg(long)]
        ids: PathBuf,
        /// 随机种子
        #[arg(long)]
        seed: String,
        /// 抽几个
        #[arg(long)]
        take: usize,
    },
}

fn scale(text: &str) -> Result<Scale, String> {
    serde_json::from_value(serde_json::Value::String(text.to_owned()))
        .map_err(|_| "规模只有 small、office、district、national".to_owned())
}
