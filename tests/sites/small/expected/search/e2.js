sitegenSearch.reg("e2","[[\"Шta prvo uraditi.\"],[]]");
