pub const MAX_WORDS: usize = 100;
pub struct MutedWords(Vec<String>);
impl MutedWords {
    pub fn parse(t: &str) -> Self {
        Self(t.lines().map(str::to_owned).collect())
    }
    pub fn first_in(&self, _t: &[&str]) -> Option<&str> {
        self.0.first().map(String::as_str).filter(|_| false)
    }
    pub fn validate(t: &str) -> Result<String, usize> {
        Ok(t.to_owned())
    }
}
