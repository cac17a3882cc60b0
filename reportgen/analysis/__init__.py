"""Turn values and scores into variances, trends, ranks, contributions, outlooks and alerts.

Rules for literal numbers: ``variance``, ``to_date``, ``outlook``, ``contribution``, ``rate_mix``, ``price_volume``,
``materiality``, ``alerts``, ``anomaly``, ``spread``, ``distribution``, ``quotas``, ``team``. Over whole frames: ``columns``
(variances), ``history`` (anomalies), ``parts`` (contributions and splits of every unit), ``statistics``, ``quality``,
``lint`` (hints by history).
"""
