update effect set state = 'sending';
