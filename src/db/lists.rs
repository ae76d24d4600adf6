//! Lists of values in statements.

/// These values, the last of them as often as makes one of a few lengths. Lists of another length
/// are another statement to the database, which each connection prepares and keeps; there is room
/// for some hundreds.
pub fn of_few_lengths<T: Clone>(values: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut values: Vec<T> = values.into_iter().collect();
    if let Some(last) = values.last().cloned() {
        values.resize(values.len().next_power_of_two(), last);
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_have_few_lengths_and_no_other_values() {
        assert_eq!(of_few_lengths([3, 1, 2]), [3, 1, 2, 2]);
        assert_eq!(of_few_lengths([1, 2]), [1, 2]);
        assert_eq!(of_few_lengths([0; 0]), [0; 0]);
    }
}
