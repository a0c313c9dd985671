update played set outcome = 'impossible' where at <= 3;
