update at_subscription set status = 'suspended';
