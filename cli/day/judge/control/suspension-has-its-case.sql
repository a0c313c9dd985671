delete from case_fact where kind = 'case.suspensionLinked';
