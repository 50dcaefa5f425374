-- Which sender domains fail, which of them are registered, since when, and again since when: Get-MessageTraceV2's CSV.
-- Written for the comparison: one export, one form of times, no connectors, no reasons, no admin actions.
WITH accepted AS (
  SELECT lower(DomainName) AS domain, MatchSubDomains AS covers FROM read_csv('FOLDER/accepted.csv')
),
mail AS (
  SELECT
    lower(split_part(SenderAddress, '@', 2)) AS domain,
    lower(split_part(RecipientAddress, '@', 2)) AS recipient,
    max_by(Status, CASE Status WHEN 'Failed' THEN 2 WHEN 'Delivered' THEN 1 ELSE 0 END) AS status,
    min(strptime(Received, '%-m/%-d/%Y %-I:%M:%S %p')) AS time
  FROM read_csv('FOLDER/exports-trace.csv', all_varchar = true)
  GROUP BY MessageId, RecipientAddress, SenderAddress
),
outside AS (
  SELECT * FROM mail WHERE NOT EXISTS (
    FROM accepted WHERE recipient = accepted.domain OR (covers AND ends_with(recipient, '.' || accepted.domain))
  )
),
bad AS (
  SELECT domain, min(time) AS first_bad, max(time) AS last_bad FROM outside WHERE status = 'Failed' GROUP BY domain
)
SELECT
  outside.domain,
  CASE
    WHEN EXISTS (FROM accepted WHERE accepted.domain = outside.domain) THEN 'accepted'
    WHEN EXISTS (FROM accepted WHERE covers AND ends_with(outside.domain, '.' || accepted.domain)) THEN 'covered'
    WHEN EXISTS (FROM accepted WHERE ends_with(outside.domain, '.' || accepted.domain)) THEN 'subdomain'
    ELSE 'foreign'
  END AS registered,
  count(*) AS messages,
  count(*) FILTER (status = 'Failed') AS failed,
  max(time) FILTER (status = 'Delivered' AND (first_bad IS NULL OR time < first_bad)) AS last_good,
  any_value(first_bad) AS first_bad,
  any_value(last_bad) AS last_bad,
  min(time) FILTER (status = 'Delivered' AND time > last_bad) AS delivered_again
FROM outside LEFT JOIN bad USING (domain)
GROUP BY outside.domain
ORDER BY failed DESC, messages DESC, outside.domain;
