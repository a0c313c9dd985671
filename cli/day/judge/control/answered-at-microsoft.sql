update at_alert set reason = 'legitimate';
