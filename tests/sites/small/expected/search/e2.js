sitegenSearch.reg("e2","[[\"Шта прво урадити.\"],[]]");
