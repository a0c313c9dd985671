update security_case set clocks = '[{"name": "act", "at": 2000, "metAt": 3000, "missed": true}]' where id = 'sec_1';
