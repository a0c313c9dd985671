update at_consumed set minor = 1241;
