-- The same scores, totals, variances and ranks as one SQL script. Parameters: the folder, the period, the one before, last year's.
CREATE TABLE duplicates AS
SELECT subject_id, kpi_id, period FROM read_parquet('{folder}/actuals.parquet') GROUP BY ALL HAVING count(*) > 1;

CREATE TABLE scored AS
WITH line AS (
    SELECT s.subject_id, p.unit_id, s.kpi_id, s.weight, k.direction, k.unit, t.period, t.target, a.value AS actual
    FROM read_parquet('{folder}/scorecards.parquet') s
    JOIN read_parquet('{folder}/people.parquet') p ON p.person_id = s.subject_id
    JOIN read_parquet('{folder}/kpis.parquet') k USING (kpi_id)
    JOIN read_parquet('{folder}/targets.parquet') t ON t.subject_id = s.subject_id AND t.kpi_id = s.kpi_id
    LEFT JOIN read_parquet('{folder}/actuals.parquet') a
        ON a.subject_id = s.subject_id AND a.kpi_id = s.kpi_id AND a.period = t.period
    WHERE t.period IN ('{period}', '{prior}', '{last_year}')
), attained AS (
    SELECT *, CASE
        WHEN actual IS NULL THEN NULL
        WHEN target = 0 THEN CASE WHEN if(direction = 'lower', -actual, actual) >= 0 THEN 100 ELSE 0 END
        ELSE 100 + if(direction = 'lower', -1, 1) * (actual - target) * 100 / abs(target) END AS attainment
    FROM line
)
SELECT *, round(attainment, 2) AS attainment_pct, if(attainment IS NULL, NULL, least(120, greatest(0, attainment))) AS score_raw,
    if(attainment IS NULL, NULL, round(least(120, greatest(0, attainment)), 2)) AS score
FROM attained;

CREATE TABLE totals AS
SELECT period, subject_id, any_value(unit_id) AS unit_id, round(sum(weight * coalesce(score_raw, 0)) / sum(weight), 2) AS total,
    round(sum(weight) FILTER (score_raw IS NOT NULL), 2) AS coverage_pct
FROM scored GROUP BY period, subject_id;

CREATE TABLE scorecards AS
SELECT c.subject_id, c.total, c.coverage_pct, rank() OVER (PARTITION BY c.unit_id ORDER BY c.total DESC) AS rank,
    count(*) OVER (PARTITION BY c.unit_id) AS peers, p.total AS prior_final, round(c.total - p.total, 2) AS change,
    y.total AS py_final,
    CASE WHEN c.total >= 110 THEN 'S' WHEN c.total >= 100 THEN 'A' WHEN c.total >= 90 THEN 'B' WHEN c.total >= 70 THEN 'C' ELSE 'D' END
        AS grade
FROM totals c
LEFT JOIN totals p ON p.subject_id = c.subject_id AND p.period = '{prior}'
LEFT JOIN totals y ON y.subject_id = c.subject_id AND y.period = '{last_year}'
WHERE c.period = '{period}';

CREATE MACRO relative(a, r, unit) AS CASE
    WHEN a IS NULL OR r IS NULL OR unit = '%' OR r = 0 OR (r < 0 AND a < 0) OR r < 0 OR a < 0 THEN NULL
    WHEN abs((a - r) * 100 / r) > 999.9 THEN NULL ELSE round((a - r) * 100 / r, 2) END;
CREATE MACRO effect(a, r, direction) AS CASE
    WHEN a IS NULL OR r IS NULL THEN NULL WHEN a = r THEN 'neutral'
    WHEN (a > r) = (direction = 'higher') THEN 'favourable' ELSE 'unfavourable' END;

CREATE TABLE kpi_scores AS
WITH footing AS (
    SELECT s.*, t.total, round(s.weight * coalesce(s.score_raw, 0), 6) AS scaled, floor(scaled) AS base,
        round(t.total * 100) - sum(floor(scaled)) OVER (PARTITION BY s.subject_id) AS missing,
        row_number() OVER (PARTITION BY s.subject_id ORDER BY scaled - floor(scaled) DESC, abs(scaled) DESC, s.kpi_id) AS place
    FROM scored s JOIN totals t ON t.subject_id = s.subject_id AND t.period = s.period WHERE s.period = '{period}'
)
SELECT c.subject_id, c.kpi_id, c.weight, c.target, c.actual, p.actual AS prior_actual, y.actual AS py_actual, c.attainment_pct, c.score,
    (c.base + if(c.place <= c.missing, 1, 0)) / 100 AS weighted_score,
    (c.base + if(c.place <= c.missing, 1, 0)) / 100 - c.weight AS contribution,
    CASE WHEN c.score >= 100 THEN 'green' WHEN c.score >= 90 THEN 'amber' WHEN c.score IS NOT NULL THEN 'red' END AS status,
    round(c.actual - c.target, 4) AS variance, relative(c.actual, c.target, c.unit) AS variance_pct,
    effect(c.actual, c.target, c.direction) AS effect,
    round(c.actual - p.actual, 4) AS prior_variance, relative(c.actual, p.actual, c.unit) AS prior_pct,
    effect(c.actual, p.actual, c.direction) AS prior_effect,
    round(c.actual - y.actual, 4) AS py_variance, relative(c.actual, y.actual, c.unit) AS py_pct,
    effect(c.actual, y.actual, c.direction) AS py_effect
FROM footing c
LEFT JOIN scored p ON p.subject_id = c.subject_id AND p.kpi_id = c.kpi_id AND p.period = '{prior}'
LEFT JOIN scored y ON y.subject_id = c.subject_id AND y.kpi_id = c.kpi_id AND y.period = '{last_year}';
