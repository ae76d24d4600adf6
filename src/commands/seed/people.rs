//! Who lives in the demo world. What somebody is called follows from his number alone, so that he is
//! the same person however often it is seeded.

use rand::{RngExt, SeedableRng};
use unicode_normalization::UnicodeNormalization;

use super::Dice;
use super::texts::{CHINESE, ENGLISH, Pieces, TOPICS, pick};
use crate::users::entity::Link;

/// The first, in this order: those whom screenshots show. Where nothing else is said, they write
/// English.
const FIRST: [(&str, &str, &str, &Pieces); 8] = [
    ("mika", "Mika Sato", "Makes small tools. Tea, trains, text editors.", &ENGLISH),
    ("linxia", "林夏", "写代码，也写字。", &CHINESE),
    (
        "rosa",
        "Rosa Lindqvist",
        "Reader, rower, recovering perfectionist.\nhttps://example.org/rosa",
        &ENGLISH,
    ),
    ("tomas", "Tomas", "", &ENGLISH),
    ("june", "June Park", "Maps and meadows.", &ENGLISH),
    ("zhouyi", "周一", "每周一更新。", &CHINESE),
    ("amara", "Amara Okafor", "Distributed systems, undistributed attention.", &ENGLISH),
    ("felix", "Félix 🌱", "Jardinier du dimanche.", &ENGLISH),
];

/// Whose followers must be let in: Tomas.
pub const LOCKED: usize = 3;

/// What is known of somebody before he has an account.
pub struct Sketch {
    pub username: String,
    pub display_name: String,
    pub bio: String,
    pub links: Vec<Link>,
    pub locked: bool,
    pub pieces: &'static Pieces,
    /// What he writes about most.
    pub topics: [usize; 2],
}

pub fn sketch(number: usize) -> Sketch {
    let mut dice = Dice::seed_from_u64(number as u64);
    let (username, display_name, bio, pieces) = match FIRST.get(number) {
        Some((username, name, bio, pieces)) => {
            ((*username).to_owned(), (*name).to_owned(), (*bio).to_owned(), *pieces)
        }
        None => invented(number - FIRST.len(), &mut dice),
    };
    let links = match number {
        0 | 2 | 4 => links_of(&username, &["Web", "Notes"]),
        _ if number >= FIRST.len() && dice.random_bool(0.2) => links_of(&username, &["Web"]),
        _ => Vec::new(),
    };
    let topics = [dice.random_range(0..TOPICS), dice.random_range(0..TOPICS)];
    Sketch { username, display_name, bio, links, locked: number == LOCKED, pieces, topics }
}

fn links_of(username: &str, labels: &[&str]) -> Vec<Link> {
    let link = |label: &&str| Link {
        label: (*label).to_owned(),
        url: format!("https://example.org/{username}/{}", label.to_lowercase()),
    };
    labels.iter().map(link).collect()
}

/// Of five, the first and the third write Chinese.
fn invented(number: usize, dice: &mut Dice) -> (String, String, String, &'static Pieces) {
    let (round, place) = (number / 5, number % 5);
    let (one, other, name, again, pieces) = if matches!(place, 0 | 2) {
        let number = round * 2 + place / 2;
        let (family, given) = pair(number, &FAMILY, &GIVEN);
        let again = number / (FAMILY.len() * GIVEN.len());
        (family.1, given.1, format!("{}{}", family.0, given.0), again, &CHINESE)
    } else {
        let number = round * 3 + place / 2;
        let (first, last) = pair(number, &FIRST_NAMES, &LAST_NAMES);
        let again = number / (FIRST_NAMES.len() * LAST_NAMES.len());
        (first, last, format!("{first} {last}"), again, &ENGLISH)
    };
    let (one, other) = (plain(one), plain(other));
    let more = if again == 0 { String::new() } else { (again + 1).to_string() };
    let username = match dice.random_range(0..3) {
        0 => format!("{one}{other}{more}"),
        1 => format!("{other}_{one}{more}"),
        _ => format!("{one}_{other}{more}"),
    };
    let display_name = match dice.random_range(0..12) {
        0 => String::new(),
        1 => format!("{name} {}", pick(&SIGNS, dice)),
        _ => name,
    };
    let bios = if pieces.language == CHINESE.language { &CHINESE_BIOS[..] } else { &BIOS[..] };
    let bio = match dice.random_range(0..6) {
        0 => String::new(),
        1 => [pick(bios, dice), pick(bios, dice)].join("\n"),
        _ => pick(bios, dice).to_owned(),
    };
    (username, display_name, bio, pieces)
}

/// Every combination once before any comes again, and neighbours have no name in common.
fn pair<T: Copy + Default>(number: usize, ones: &[T], others: &[T]) -> (T, T) {
    let one = ones.get(number % ones.len()).copied().unwrap_or_default();
    let other = number / ones.len() + number * 7;
    (one, others.get(other % others.len()).copied().unwrap_or_default())
}

/// In letters that a username may have.
fn plain(name: &str) -> String {
    name.nfd().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
}

const FIRST_NAMES: [&str; 48] = [
    "Ada",
    "Bruno",
    "Clara",
    "Dmitri",
    "Elena",
    "Farid",
    "Greta",
    "Hugo",
    "Ines",
    "Jonas",
    "Kaja",
    "Leo",
    "Maren",
    "Nadia",
    "Oskar",
    "Paula",
    "Quentin",
    "Ruth",
    "Samir",
    "Thea",
    "Umberto",
    "Vera",
    "Wim",
    "Xenia",
    "Yusuf",
    "Zoë",
    "Anouk",
    "Björn",
    "Chiara",
    "Daniel",
    "Edith",
    "François",
    "Gwen",
    "Henrik",
    "Ilse",
    "Joana",
    "Kofi",
    "Lucía",
    "Milan",
    "Nora",
    "Otto",
    "Petra",
    "Rafael",
    "Signe",
    "Tariq",
    "Ursula",
    "Vito",
    "Winnie",
];
const LAST_NAMES: [&str; 41] = [
    "Adler", "Berg", "Castro", "Diallo", "Eklund", "Fontaine", "Garcia", "Hansen", "Ibrahim",
    "Jansen", "Kowalski", "Larsen", "Moreau", "Novak", "Olsen", "Petrov", "Quist", "Rossi",
    "Schäfer", "Tanaka", "Ueda", "Varga", "Weber", "Yilmaz", "Zimmer", "Achebe", "Bianchi",
    "Costa", "Dubois", "Eriksen", "Fischer", "Gruber", "Haddad", "Iversen", "Jansson", "Kruse",
    "Lemaire", "Mensah", "Nielsen", "Okoye", "Pereira",
];
const FAMILY: [(&str, &str); 24] = [
    ("王", "wang"),
    ("李", "li"),
    ("张", "zhang"),
    ("刘", "liu"),
    ("陈", "chen"),
    ("杨", "yang"),
    ("赵", "zhao"),
    ("黄", "huang"),
    ("周", "zhou"),
    ("吴", "wu"),
    ("徐", "xu"),
    ("孙", "sun"),
    ("胡", "hu"),
    ("朱", "zhu"),
    ("高", "gao"),
    ("林", "lin"),
    ("何", "he"),
    ("郭", "guo"),
    ("罗", "luo"),
    ("梁", "liang"),
    ("宋", "song"),
    ("郑", "zheng"),
    ("谢", "xie"),
    ("韩", "han"),
];
const GIVEN: [(&str, &str); 37] = [
    ("晓明", "xiaoming"),
    ("雨桐", "yutong"),
    ("子涵", "zihan"),
    ("思远", "siyuan"),
    ("文静", "wenjing"),
    ("一诺", "yinuo"),
    ("浩然", "haoran"),
    ("若兰", "ruolan"),
    ("建国", "jianguo"),
    ("小满", "xiaoman"),
    ("清秋", "qingqiu"),
    ("知夏", "zhixia"),
    ("云帆", "yunfan"),
    ("梦琪", "mengqi"),
    ("致远", "zhiyuan"),
    ("可欣", "kexin"),
    ("嘉树", "jiashu"),
    ("明月", "mingyue"),
    ("书豪", "shuhao"),
    ("安琪", "anqi"),
    ("立春", "lichun"),
    ("博文", "bowen"),
    ("芷若", "zhiruo"),
    ("天佑", "tianyou"),
    ("静怡", "jingyi"),
    ("俊杰", "junjie"),
    ("诗雨", "shiyu"),
    ("冬青", "dongqing"),
    ("海洋", "haiyang"),
    ("念真", "nianzhen"),
    ("果果", "guoguo"),
    ("长风", "changfeng"),
    ("采薇", "caiwei"),
    ("星河", "xinghe"),
    ("多多", "duoduo"),
    ("木子", "muzi"),
    ("白露", "bailu"),
];
const SIGNS: [&str; 8] = ["🌿", "🚲", "☕", "📚", "🐈", "🎻", "✈️", "🍞"];
const BIOS: [&str; 24] = [
    "Reads more than is good for the dishes.",
    "Cyclist, mostly uphill.",
    "I fix things that nobody has noticed are broken.",
    "Bread on Sundays.",
    "Second violin, third row.",
    "Here for the pictures of soup.",
    "Database by day, garden by evening.",
    "Translator. Opinions are my own, words are borrowed.",
    "Trains, bridges, timetables.",
    "Teaches mathematics and learns it, too.",
    "Will talk about maps.",
    "Slowly.",
    "Parent of two, gardener of three tomatoes.",
    "Writes letters with stamps on them.",
    "Open source, closed curtains.",
    "Librarian at heart and on Tuesdays.",
    "Ships small things.",
    "Amateur, in the old sense of the word.",
    "Walks the dog; the dog leads.",
    "Between two cities and three projects.",
    "Nurse, night shifts, strong tea.",
    "Collects postcards of car parks.",
    "Rust, bicycles and otherwise.",
    "It depends.",
];
const CHINESE_BIOS: [&str; 16] = [
    "白天写代码，晚上做饭。",
    "读书，走路，看云。",
    "慢慢来。",
    "养猫两只，花若干。",
    "地图爱好者。",
    "学数学，也教数学。",
    "坐火车的人。",
    "少说多做，偶尔反过来。",
    "译者。错字是我的，好句子是别人的。",
    "周末面包师。",
    "今天也在修别人没发现的毛病。",
    "合唱团第二声部。",
    "只发好吃的。",
    "记性不好，所以写下来。",
    "在两座城市之间。",
    "看情况。",
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::users::entity::{BIO_MAX, NAME_MAX};
    use crate::users::username;
    use crate::web::text;

    #[test]
    fn everybody_has_a_name_of_his_own_that_could_have_been_registered() {
        let mut names = HashSet::new();
        for number in 0..usize::from(u16::MAX) {
            let person = sketch(number);
            assert!(username::is_valid(&person.username), "{}", person.username);
            assert!(!username::is_reserved(&person.username), "{}", person.username);
            assert!(text::length(&person.display_name) <= NAME_MAX);
            assert!(text::length(&person.bio) <= BIO_MAX);
            assert!(names.insert(person.username.clone()), "{} twice", person.username);
        }
    }
}
